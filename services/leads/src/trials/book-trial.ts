import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { trialBooked } from '@tutelage/shared/contracts/leads/events.ts'
import type { bookTrial as contract } from '@tutelage/shared/contracts/leads/trials-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { type Lead, leadAfter, stageOf } from '../pipeline/lead.ts'
import { findLead, writeLead } from '../pipeline/lead-store.ts'
import { isClosed } from '../pipeline/stage.ts'
import { seatIn, type TrialBooking, type TrialLesson } from './trial.ts'
import { findTrialLesson, hasSeat, writeSeat } from './trial-store.ts'

function bookedEvents(context: CampusContext, lesson: TrialLesson, booking: TrialBooking): NewEvent[] {
  const { trialBookingId, trialLessonId, leadId, studentId, startsAt } = booking
  const { campusId } = context.campus
  const occurrence = { campusId, aggregateId: trialBookingId, aggregateVersion: 1 }
  return [
    happened(trialBooked, occurrence, { trialBookingId, trialLessonId, leadId, studentId, startsAt }),
    requestMessage(context, {
      occasion: `trialConfirmed:${trialBookingId}`,
      category: 'receipt',
      template: 'trialConfirmed',
      recipient: { leadId },
      params: { subject: lesson.subject, startsAt },
      notAfter: startsAt,
    }),
  ]
}

function bookingOf({ ids, now }: CampusContext, lead: Lead, lesson: TrialLesson): TrialBooking {
  const { leadId, studentId } = lead
  const { trialLessonId, startsAt } = lesson
  const trialBookingId = ids.next('trialBooking')
  return { trialBookingId, trialLessonId, leadId, studentId, startsAt, bookedAt: now, status: 'booked', version: 0 }
}

/**
 * Takes a seat in a trial lesson for a lead; the pipeline follows and the family gets a confirmation. Of rivals for the
 * last seat one gets it.
 * @returns the booking, or refuses `unknownLead`, `leadClosed`, `alreadyBooked`, `trialStarted`, `trialFull`
 * @throws NotFound of `trialLesson`
 * Rule: L7, L8.
 */
export async function bookTrial({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const stored = await findTrialLesson(context, params.trialLessonId)
  if (!stored) throw new NotFound('trialLesson')
  const lead = await findLead(context, body.leadId)
  if (!lead) return refuse('unknownLead')
  if (isClosed(stageOf(lead))) return refuse('leadClosed', { stage: stageOf(lead) })
  const { trialLessonId } = params
  if (await hasSeat(context, trialLessonId, [lead.leadId, ...lead.mergedLeadIds])) return refuse('alreadyBooked')
  const seat = seatIn(stored.value, context.now)
  if (!seat.ok) return seat
  const booking = bookingOf(context, lead, seat.value)
  const trialBookingIds = [...lead.trialBookingIds, booking.trialBookingId]
  const after = leadAfter({ ...lead, trialBookingIds }, 'trialBooked', context.now)
  return accept(
    await context.commit({
      writes: [...writeSeat(context, seat.value, booking), writeLead(context, after)],
      events: bookedEvents(context, seat.value, booking),
      answer: booking,
    }),
  )
}
