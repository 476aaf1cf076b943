import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { followUpCompleted } from '@tutelage/shared/contracts/leads/events.ts'
import type { completeFollowUp as contract } from '@tutelage/shared/contracts/leads/follow-ups-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { isOthersWork, type Lead, leadAfter, stageOf, withoutOpenFollowUps } from '../pipeline/lead.ts'
import { loadLead, writeLead } from '../pipeline/lead-store.ts'
import { isClosed } from '../pipeline/stage.ts'
import { type CompletedFollowUp, type Completion, completed, nextDue } from './follow-up.ts'
import { findFollowUp, writeFollowUp } from './follow-up-store.ts'
import { followUpAt, reckoning } from './open-follow-up.ts'

/** The lead after the contact, and what is due next with it, owed by whoever owns the lead now. */
async function leadAndNext(context: CampusContext, lead: Lead, done: CompletedFollowUp, completion: Completion) {
  const without = withoutOpenFollowUps(lead, [done.followUpId])
  const after = done.outcome === 'noAnswer' ? without : leadAfter(without, 'reached', context.now)
  const next = isClosed(stageOf(after)) ? undefined : nextDue(completion, await reckoning(context))
  const consultantId = after.consultantId ?? done.consultantId
  return next ? followUpAt(context, after, { consultantId, ...next }) : { lead: after, followUp: undefined }
}

function completedEvent({ campus }: CampusContext, lead: Lead, done: CompletedFollowUp): NewEvent {
  const { followUpId, consultantId, outcome, dueAt, completedAt, version } = done
  const occurrence = { campusId: campus.campusId, aggregateId: followUpId, aggregateVersion: version + 1 }
  const data = { leadId: lead.leadId, followUpId, consultantId, outcome, dueAt, completedAt }
  return happened(followUpCompleted, occurrence, data)
}

/**
 * The contact was made or tried. Whoever was reached is contacted from then on; another try or the promised call is due.
 * @returns when it was completed and what is due next, or refuses `notYourFollowUp` to a consultant who does not
 * owe it, `alreadyClosed`, `callBackTimeMissing`, `callBackTimePast`
 * @throws NotFound of `followUp`
 * Rule: L6, L7.
 */
export async function completeFollowUp({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const followUp = await findFollowUp(context, params.followUpId)
  if (!followUp) throw new NotFound('followUp')
  if (isOthersWork(context.scope.actor, followUp)) return refuse('notYourFollowUp')
  const completion = { ...body, now: context.now, actor: context.scope.actor }
  const done = completed(followUp, completion)
  if (!done.ok) return done
  const { followUpId, completedAt } = done.value
  const before = await loadLead(context, followUp.leadId)
  const { lead, followUp: next } = await leadAndNext(context, before, done.value, completion)
  return accept(
    await context.commit({
      writes: [
        writeFollowUp(context, done.value),
        writeLead(context, lead),
        ...(next ? [writeFollowUp(context, next)] : []),
      ],
      events: [completedEvent(context, lead, done.value)],
      answer: { followUpId, completedAt, ...(next && { nextFollowUpId: next.followUpId, nextDueAt: next.dueAt }) },
    }),
  )
}
