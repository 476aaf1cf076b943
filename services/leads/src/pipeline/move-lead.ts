import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { leadLost } from '@tutelage/shared/contracts/leads/events.ts'
import type { moveLead as contract } from '@tutelage/shared/contracts/leads/pipeline-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { cancelOpenFollowUps } from '../follow-ups/cancel-follow-ups.ts'
import { isOthersWork, type Lead, movedLead, stageOf } from './lead.ts'
import { loadLead, writeLead } from './lead-store.ts'
import { isClosed } from './stage.ts'

function lostEvents({ campus }: CampusContext, { leadId, consultantId, lossReason, version }: Lead): NewEvent[] {
  if (!lossReason) return []
  const occurrence = { campusId: campus.campusId, aggregateId: leadId, aggregateVersion: version + 1 }
  return [happened(leadLost, occurrence, { leadId, reason: lossReason, consultantId })]
}

/**
 * Staff move a lead: on, lost with a reason, or reopened. With a lost lead nothing is due any more.
 * @returns where it stands, or refuses `notYourLead` to a consultant who does not own it, `moveNotAllowed`, `lossReasonMissing`
 * @throws NotFound of `lead`
 * Rule: L7.
 */
export async function moveLead({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const before = await loadLead(context, params.leadId)
  if (isOthersWork(context.scope.actor, before)) return refuse('notYourLead')
  const moved = movedLead(before, body, context.now)
  if (!moved.ok) return moved
  const stage = stageOf(moved.value)
  const { lead, writes } = isClosed(stage)
    ? await cancelOpenFollowUps(context, moved.value)
    : { lead: moved.value, writes: [] }
  return accept(
    await context.commit({
      writes: [writeLead(context, lead), ...writes],
      events: lostEvents(context, lead),
      answer: { leadId: lead.leadId, stage, version: lead.version + 1 },
    }),
  )
}
