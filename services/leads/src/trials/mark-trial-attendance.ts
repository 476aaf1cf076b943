import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { trialAttended } from '@tutelage/shared/contracts/leads/events.ts'
import type { markTrialAttendance as contract } from '@tutelage/shared/contracts/leads/trials-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { writeFollowUp } from '../follow-ups/follow-up-store.ts'
import { openFollowUp } from '../follow-ups/open-follow-up.ts'
import { type Lead, leadAfter, stageOf } from '../pipeline/lead.ts'
import { loadLead, writeLead } from '../pipeline/lead-store.ts'
import { isClosed } from '../pipeline/stage.ts'
import { marked, type TrialBooking } from './trial.ts'
import { findTrialBooking, findTrialLesson, writeTrialBooking } from './trial-store.ts'

function attendedEvents({ campus }: CampusContext, { leadId }: Lead, booking: TrialBooking): NewEvent[] {
  if (booking.status !== 'attended') return []
  const { trialBookingId, trialLessonId, studentId, version } = booking
  const occurrence = { campusId: campus.campusId, aggregateId: trialBookingId, aggregateVersion: version + 1 }
  return [happened(trialAttended, occurrence, { leadId, studentId, trialBookingId, trialLessonId })]
}

/** The lead after the trial; whoever owns a lead that stayed away owes it a call, unless one is due already. */
async function leadAfterTrial(
  context: CampusContext,
  before: Lead,
  { status }: TrialBooking,
): Promise<{ readonly lead: Lead; readonly writes: readonly Write[] }> {
  const lead = leadAfter(before, status === 'attended' ? 'trialAttended' : 'trialMissed', context.now)
  const { consultantId, openFollowUpIds } = lead
  const isOwed = status === 'missed' && !isClosed(stageOf(lead)) && openFollowUpIds.length === 0
  if (!isOwed || consultantId === undefined) return { lead, writes: [] }
  const opened = await openFollowUp(context, lead, { consultantId, purpose: 'missedTrial' })
  return { lead: opened.lead, writes: [writeFollowUp(context, opened.followUp)] }
}

/** True when a teacher asks for a trial lesson that somebody else gives. Rule: L8, least privilege. */
async function isOthersTrial(context: CampusContext, { trialLessonId }: TrialBooking): Promise<boolean> {
  const { actor } = context.scope
  if (actor.kind !== 'teacher') return false
  return (await findTrialLesson(context, trialLessonId))?.value.teacherId !== actor.id
}

/**
 * Whether the prospect came; the pipeline follows.
 * @returns the booking, or refuses `notYourTrial` to a teacher who does not give it, `trialNotStarted`, `alreadyMarked`
 * @throws NotFound of `trialBooking`
 * Rule: L7, L8.
 */
export async function markTrialAttendance({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const before = await findTrialBooking(context, params.trialBookingId)
  if (!before) throw new NotFound('trialBooking')
  if (await isOthersTrial(context, before)) return refuse('notYourTrial')
  const booking = marked(before, body.attended, context.now)
  if (!booking.ok) return booking
  const { lead, writes } = await leadAfterTrial(context, await loadLead(context, before.leadId), booking.value)
  return accept(
    await context.commit({
      writes: [writeTrialBooking(context, booking.value), writeLead(context, lead), ...writes],
      events: attendedEvents(context, lead, booking.value),
      answer: booking.value,
    }),
  )
}
