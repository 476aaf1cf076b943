import { createClassGroup } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { joinWaitingList } from '@tutelage/shared/contracts/enrollment/waiting-list-routes.ts'
import { enrollUnderPlan, leaveYearPlan, quoteExit } from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import { classOf } from '../opening.ts'
import { operation } from '../operation.ts'
import type { School } from '../school.ts'
import { paidPlan } from './paid-plan.ts'

/** In more at once nobody sits; with a family that waits for each seat they are more than a commit takes. */
const classes = 20

/** What the student of a plan leaves; of every class somebody waits for the seat. */
async function manyClasses(
  school: School,
  params: { readonly campusId: School['campusId']; readonly yearPlanId: string },
) {
  const { campusId, here } = school
  for (let n = 0; n < classes; n += 1) {
    const body = { ...classOf(campusId, here), capacity: 1 }
    const { classGroupId } = await school.call(createClassGroup, { as: 'principal', params: { campusId }, body })
    await school.call(enrollUnderPlan, { as: 'consultant', params, body: { classGroupId } })
    const waits = { params: { campusId, classGroupId }, body: { studentId: here.enrolled.studentId } }
    await school.call(joinWaitingList, { as: 'campusManager', ...waits })
  }
  const { refundMinor } = await school.call(quoteExit, { as: 'finance', params })
  const why = { kind: 'loss', reason: 'needGone' } as const
  return { as: 'finance', params, body: { refundMinor, why, reason: 'moving' } } as const
}

/** The exit from a plan with classes that take several transactions; beside the registered operation, which takes one. */
export const leaveManyClasses = operation(leaveYearPlan, async (school) => manyClasses(school, await paidPlan(school)))
