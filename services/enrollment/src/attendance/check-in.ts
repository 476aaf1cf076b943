import type { AttendancePolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, type Instant, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import type { BusySlot } from '../timetable/agenda.ts'
import type { Lesson } from '../timetable/lesson.ts'

/** That a student came in, for the lesson that was theirs then. */
export interface CheckIn {
  readonly lessonId: Id<'lesson'>
  readonly studentId: StudentId
  readonly checkedInAt: Instant
}

/**
 * The lesson to which a student comes by a check-in: the first that is not over and begins within the campus's minutes.
 * @param busy the lessons of the student's classes around that moment, and those in which they are a guest
 * Rule: E6.
 */
export function lessonCheckedInTo(
  busy: readonly BusySlot[],
  at: Instant,
  { checkInMinutesBefore }: AttendancePolicy,
): BusySlot | undefined {
  const soonest = addMs(at, checkInMinutesBefore * minuteMs)
  const fitting = busy.filter(({ startsAt, endsAt }) => startsAt <= soonest && at < endsAt)
  return fitting.reduce<BusySlot | undefined>(
    (first, each) => (first && first.startsAt <= each.startsAt ? first : each),
    undefined,
  )
}

/** What a check-in proposes for a lesson as it is timed now; a guest makes a lesson up. Rule: E6, E9. */
export function proposedStatus(
  { checkedInAt }: CheckIn,
  { startsAt }: Pick<Lesson, 'startsAt'>,
  { lateAfterMinutes, isGuest }: Pick<AttendancePolicy, 'lateAfterMinutes'> & { readonly isGuest: boolean },
): 'attended' | 'late' | 'makeUp' {
  if (isGuest) return 'makeUp'
  return checkedInAt > addMs(startsAt, lateAfterMinutes * minuteMs) ? 'late' : 'attended'
}
