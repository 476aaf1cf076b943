import * as handling from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import {
  fileComplaint,
  getComplaint,
  investigateComplaint,
  listComplaints,
} from '@tutelage/shared/contracts/feedback/complaints-routes.ts'
import { operation, type RouteOperation } from '../operation.ts'
import {
  acknowledge,
  fileMajor,
  fileNormal,
  filing,
  finding,
  investigateMajor,
  resolveMajor,
} from './complaint-steps.ts'

const as = 'campusManager'
const reason = 'waitingForFamily' as const

export const complaintOperations: readonly RouteOperation[] = [
  operation(fileComplaint, (school) => filing(school, 'normal')),
  operation(listComplaints, async (school) => {
    await fileNormal(school)
    return { as, params: { campusId: school.campusId } }
  }),
  operation(getComplaint, async (school) => ({ as, params: await fileNormal(school) })),
  operation(handling.acknowledgeComplaint, async (school) => ({
    as: 'consultant',
    params: await fileNormal(school),
    body: {},
  })),
  operation(handling.updateFamily, async (school) => ({
    as: 'consultant',
    params: await acknowledge(school, await fileNormal(school)),
    body: { note: 'we are looking into it' },
  })),
  operation(handling.completeStep, async (school) => ({
    as: 'consultant',
    params: await fileNormal(school),
    body: { step: 'listen' as const },
  })),
  operation(handling.handOverComplaint, async (school) => ({
    as: 'consultant',
    params: await acknowledge(school, await fileNormal(school)),
    body: {},
  })),
  operation(investigateComplaint, async (school) => {
    const params = await acknowledge(school, await fileNormal(school))
    await school.call(handling.handOverComplaint, { as: 'consultant', params, body: {} })
    const body = { ...finding, responsibleStaffIds: [], solution: 'another room' }
    return { as: 'learningManager', params, body }
  }),
  operation(handling.pauseComplaint, async (school) => ({
    as: 'consultant',
    params: await acknowledge(school, await fileNormal(school)),
    body: { reason },
  })),
  operation(handling.resumeComplaint, async (school) => {
    const params = await acknowledge(school, await fileNormal(school))
    await school.call(handling.pauseComplaint, { as: 'consultant', params, body: { reason } })
    return { as: 'consultant', params, body: {} }
  }),
  operation(handling.resolveComplaint, async (school) => ({
    as,
    params: await investigateMajor(school),
    body: { reply: 'done' },
  })),
  operation(handling.followUpComplaint, async (school) => ({
    as,
    params: await resolveMajor(school),
    body: { satisfied: true },
  })),
  operation(handling.reopenComplaint, async (school) => ({
    as,
    params: await resolveMajor(school),
    body: { note: 'it happened again' },
  })),
  operation(handling.addPreventiveAction, async (school) => ({
    as,
    params: await fileMajor(school),
    body: { action: 'a quieter room' },
  })),
  operation(handling.archiveComplaint, async (school) => {
    const params = await resolveMajor(school)
    await school.call(handling.followUpComplaint, { as, params, body: { satisfied: true } })
    return { as, params, body: {} }
  }),
]
