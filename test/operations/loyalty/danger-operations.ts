import {
  assignDanger,
  getDanger,
  listDangers,
  resolveDanger,
} from '@tutelage/shared/contracts/loyalty/danger-routes.ts'
import { fileMajor } from '../feedback/complaint-steps.ts'
import { operation, type RouteOperation } from '../operation.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'

const as = 'learningManager'

/** A major complaint makes the family endangered. */
async function danger(school: School) {
  await fileMajor(school)
  await school.deliver()
  const { campusId } = school
  const [found] = (await school.call(listDangers, { as, params: { campusId } })).items
  if (!found) throw new Error('nobody is endangered')
  return { params: { campusId, dangerId: found.dangerId }, version: found.version }
}

export const dangerOperations: readonly RouteOperation[] = [
  operation(listDangers, async (school) => ({ as, params: { campusId: (await danger(school)).params.campusId } })),
  operation(getDanger, async (school) => ({ as, params: (await danger(school)).params })),
  operation(assignDanger, async (school) => {
    const { params, version } = await danger(school)
    const body = { learningManagerId: staffIdOf(school.campusId, 'other-learningManager') }
    return { as: 'campusManager', params, body, ifMatch: version }
  }),
  operation(resolveDanger, async (school) => ({
    as,
    params: (await danger(school)).params,
    body: { note: 'all is well again' },
  })),
]
