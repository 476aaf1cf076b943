import type { Commitment } from '@tutelage/shared/contracts/feedback/commitments-routes.ts'
import type { BusinessCalendar } from '@tutelage/shared/kernel/business-calendar.ts'
import type { HouseholdId, Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { endOfDay, localDateOf, localTimeOf } from '@tutelage/shared/kernel/time-zone.ts'
import { nextWorkingMoment } from '@tutelage/shared/kernel/working-time.ts'

export type CommitmentId = Id<'commitment'>
export type LessonId = Id<'lesson'>

/** What the latest mark of a student in a lesson says. */
export interface AbsenceMark {
  readonly commitmentId: CommitmentId
  readonly householdId: HouseholdId
  readonly studentId: StudentId
  readonly lessonId: LessonId
  /** When the lesson began. */
  readonly startsAt: Instant
  readonly absent: boolean
  readonly markedAt: Instant
  /** The event that said so. */
  readonly eventId: string
}

/** A call that reached the family: what keeps the promise. */
export interface Call {
  readonly returnVisitId: Id<'returnVisit'>
  readonly at: Instant
}

/** By what calendar a promise is due, and until when the same day counts. */
export interface PromiseSetting {
  readonly calendar: BusinessCalendar
  /** `HH:mm`. */
  readonly cutOff: string
}

/**
 * When the call after an absence is due: at the end of the local day on which it was marked; from the cut-off on, at the end
 * of the next working day.
 * Rule: F9.
 */
function callDueAt(markedAt: Instant, { calendar, cutOff }: PromiseSetting): Instant {
  const { timeZone } = calendar
  const today = localDateOf(markedAt, timeZone)
  if (localTimeOf(markedAt, timeZone) < cutOff) return endOfDay(today, timeZone)
  const next = nextWorkingMoment(calendar, endOfDay(today, timeZone))
  return endOfDay(localDateOf(next, timeZone), timeZone)
}

/** True when a call answers the absence: after the lesson began, before the promise was due. */
const keeps = ({ at }: Call, { startsAt, dueAt }: Commitment): boolean => startsAt <= at && at < dueAt

const order = ({ at, returnVisitId }: Call): string => `${at} ${returnVisitId}`
const byTime = (a: Call, b: Call): number => (order(a) < order(b) ? -1 : 1)

/** The commitment once a call may have kept it; the earliest that does is its evidence. Rule: F9. */
export function withCalls(commitment: Commitment, calls: readonly Call[]): Commitment {
  if (commitment.status !== 'open') return commitment
  const [first] = calls.filter((call) => keeps(call, commitment)).sort(byTime)
  if (!first) return commitment
  return { ...commitment, status: 'fulfilled', fulfilledAt: first.at, evidence: first.returnVisitId }
}

/**
 * The commitment that follows from the latest mark and the calls that were made: nothing else, so that the order in which
 * they came does not matter.
 * Rule: F9.
 */
export function commitmentOf(mark: AbsenceMark, calls: readonly Call[], setting: PromiseSetting): Commitment {
  const { commitmentId, householdId, studentId, lessonId, startsAt, eventId } = mark
  const promise = {
    commitmentId,
    kind: 'sameDayCallAfterAbsence' as const,
    householdId,
    studentId,
    lessonId,
    startsAt,
    dueAt: callDueAt(mark.markedAt, setting),
    causedBy: eventId,
  }
  if (!mark.absent) return { ...promise, status: 'cancelled' }
  return withCalls({ ...promise, status: 'open' }, calls)
}

/** The promise was not kept in time; undefined when it is not due, or not open any more. Rule: F9. */
export const breached = (commitment: Commitment, now: Instant): Commitment | undefined =>
  commitment.status === 'open' && commitment.dueAt <= now
    ? { ...commitment, status: 'breached', breachedAt: now }
    : undefined
