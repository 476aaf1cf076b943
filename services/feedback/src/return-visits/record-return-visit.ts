import { happened } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { returnVisitCompleted } from '@tutelage/shared/contracts/feedback/events.ts'
import type {
  recordReturnVisit as contract,
  ReturnVisit,
} from '@tutelage/shared/contracts/feedback/return-visits-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { fulfilCommitments } from '../commitments/fulfil-commitments.ts'
import { findHousehold } from './household-of-student-store.ts'
import { complete, isCall } from './return-visit.ts'
import { writeReturnVisit } from './return-visit-store.ts'

const noPromiseKept = { writes: [], events: [], commitmentIds: [] }

function visitTold({ campus }: CampusContext, visit: ReturnVisit) {
  const { returnVisitId, householdId, studentId, channel, outcome, mood } = visit
  const occurrence = { campusId: campus.campusId, aggregateId: returnVisitId, aggregateVersion: 1 }
  const told = { returnVisitId, householdId, studentId, channel, outcome, ...(mood && { mood }) }
  return happened(returnVisitCompleted, occurrence, told)
}

/**
 * The family of an enrolled student was called or visited just now; a call that reached it keeps the promises due to it,
 * in the same commit.
 * @returns the visit and the promises that it kept, or refuses `moodWithoutTalk`
 * @throws NotFound of `student` when none of that id is enrolled at this campus
 * Rules: F9, F10.
 */
export async function recordReturnVisit({ body }: RequestOf<typeof contract>, context: CampusContext) {
  const { note, ...stated } = body
  const household = await findHousehold(context, stated.studentId)
  if (!household) throw new NotFound('student')
  const { householdId } = household.value
  const returnVisitId = context.ids.next('returnVisit')
  const visit = complete({
    ...stated,
    returnVisitId,
    householdId,
    completedAt: context.now,
    completedBy: context.scope.actor,
  })
  if (!visit.ok) return visit
  const call = { returnVisitId, at: context.now }
  const kept = isCall(visit.value) ? await fulfilCommitments(context, stated.studentId, call) : noPromiseKept
  return accept(
    await context.commit({
      writes: [...writeReturnVisit(context, visit.value, note), ...kept.writes],
      events: [visitTold(context, visit.value), ...kept.events],
      answer: { returnVisit: visit.value, fulfilledCommitmentIds: [...kept.commitmentIds] },
    }),
  )
}
