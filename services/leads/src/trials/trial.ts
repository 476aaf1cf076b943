import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id, LeadId, StaffId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'

/** A lesson in which prospects have seats. Rule: L8. */
export interface TrialLesson {
  readonly trialLessonId: Id<'trialLesson'>
  readonly startsAt: Instant
  /** Seats in all. */
  readonly capacity: number
  readonly subject: string
  /** A class of its own, or seats in a class that runs anyway. */
  readonly kind: 'own' | 'sitIn'
  readonly classGroupId?: Id<'classGroup'> | undefined
  readonly teacherId?: StaffId | undefined
  readonly seatsTaken: number
}

interface Shared {
  readonly trialBookingId: Id<'trialBooking'>
  readonly trialLessonId: Id<'trialLesson'>
  /** The lead as it was; it may have been merged since. */
  readonly leadId: LeadId
  readonly studentId: StudentId
  readonly startsAt: Instant
  readonly bookedAt: Instant
  /** 0 means not stored yet. */
  readonly version: number
}

/** A seat in a trial lesson. Rule: L8. */
export type TrialBooking =
  | (Shared & { readonly status: 'booked' })
  | (Shared & { readonly status: 'attended' | 'missed'; readonly markedAt: Instant })

/**
 * Whether a seat may be taken now.
 * @returns refuses `trialStarted`, or `trialFull`
 * Rule: L8.
 */
export function seatIn(lesson: TrialLesson, now: Instant): Decision<TrialLesson, 'trialFull' | 'trialStarted'> {
  if (lesson.startsAt <= now) return refuse('trialStarted', { startsAt: lesson.startsAt })
  if (lesson.seatsTaken >= lesson.capacity) return refuse('trialFull', { capacity: lesson.capacity })
  return accept(lesson)
}

/**
 * A booking after its lesson: the prospect came, or did not.
 * @returns the booking, or refuses `trialNotStarted`, `alreadyMarked`
 * Rule: L8.
 */
export function marked(
  booking: TrialBooking,
  attended: boolean,
  now: Instant,
): Decision<TrialBooking, 'trialNotStarted' | 'alreadyMarked'> {
  if (booking.status !== 'booked') return refuse('alreadyMarked', { status: booking.status })
  if (now < booking.startsAt) return refuse('trialNotStarted', { startsAt: booking.startsAt })
  return accept({ ...booking, status: attended ? 'attended' : 'missed', markedAt: now })
}
