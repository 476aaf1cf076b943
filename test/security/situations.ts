import {
  acknowledgeComplaint,
  archiveComplaint,
  completeStep,
  followUpComplaint,
  handOverComplaint,
  pauseComplaint,
  reopenComplaint,
  resolveComplaint,
  updateFamily,
} from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import { getComplaint, investigateComplaint } from '@tutelage/shared/contracts/feedback/complaints-routes.ts'
import { acknowledge, fileMajor, fileNormal, finding } from '../operations/feedback/complaint-steps.ts'
import { operation, type RouteOperation } from '../operations/operation.ts'
import { operations } from '../operations/registry.ts'
import type { School } from '../operations/school.ts'

/** A route at its work, and where that stands when a route has several: who may depends on it. */
export interface Situation {
  readonly operation: RouteOperation
  readonly where?: string
}

const as = 'campusManager'

async function handedOver(school: School) {
  const params = await acknowledge(school, await fileNormal(school))
  await school.call(handOverComplaint, { as, params, body: {} })
  return params
}

/** A normal complaint went to teaching and came back with what was found. */
async function answerable(school: School) {
  const params = await handedOver(school)
  for (const step of ['listen', 'record', 'restate', 'apologise', 'ownResult'] as const) {
    await school.call(completeStep, { as, params, body: { step } })
  }
  const body = { ...finding, responsibleStaffIds: [], solution: 'another room' }
  await school.call(investigateComplaint, { as: 'learningManager', params, body })
  return params
}

async function answered(school: School) {
  const params = await answerable(school)
  await school.call(resolveComplaint, { as: 'consultant', params, body: { reply: 'done' } })
  return params
}

async function followedUp(school: School) {
  const params = await answered(school)
  await school.call(followUpComplaint, { as: 'consultant', params, body: { satisfied: true } })
  return params
}

/** The other desks' answers to what the registry does with major complaints. */
const normal: readonly Situation[] = [
  operation(resolveComplaint, async (school) => {
    return { as: 'consultant', params: await answerable(school), body: { reply: 'done' } }
  }),
  operation(followUpComplaint, async (school) => {
    return { as: 'consultant', params: await answered(school), body: { satisfied: true } }
  }),
  operation(reopenComplaint, async (school) => {
    return { as: 'consultant', params: await answered(school), body: { note: 'it happened again' } }
  }),
  operation(archiveComplaint, async (school) => ({ as: 'consultant', params: await followedUp(school), body: {} })),
].map((one) => ({ operation: one, where: 'a normal one' }))

/** Who may do something about a complaint depends on the desk that has it. Rule: F2. */
const complaints: readonly Situation[] = [
  {
    operation: operation(getComplaint, async (school) => ({ as, params: await fileMajor(school) })),
    where: 'a major one',
  },
  {
    operation: operation(completeStep, async (school) => {
      return { as: 'learningManager', params: await handedOver(school), body: { step: 'listen' as const } }
    }),
    where: 'with teaching',
  },
  {
    operation: operation(acknowledgeComplaint, async (school) => ({ as, params: await fileMajor(school), body: {} })),
    where: 'a major one',
  },
  {
    operation: operation(updateFamily, async (school) => {
      return { as, params: await acknowledge(school, await fileMajor(school)), body: { note: 'we are at it' } }
    }),
    where: 'a major one',
  },
  {
    operation: operation(pauseComplaint, async (school) => {
      const params = await acknowledge(school, await fileMajor(school))
      return { as, params, body: { reason: 'waitingForFamily' as const } }
    }),
    where: 'a major one',
  },
]

const isRoute = (one: (typeof operations)[number]): one is RouteOperation => one.kind === 'route'

/** Every route, and those again whose answer depends on more than who asks. */
export const situations: readonly Situation[] = [
  ...operations.filter(isRoute).map((one) => ({ operation: one })),
  ...complaints,
  ...normal,
]
