import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { addMs, dayMs, hourMs, type LocalDate, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { endOfDay, startOfDay } from '@tutelage/shared/kernel/time-zone.ts'
import { readClassGroup } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import type { Enrollment } from '../enrolling/enrollment.ts'
import { findSeat, loadEnrollment } from '../enrolling/enrollment-store.ts'
import { type HoursAccount, remainingHours } from '../lesson-hours/hours-account.ts'
import { loadAccount } from '../lesson-hours/hours-account-store.ts'
import type { Owner } from '../timetable/agenda.ts'
import { loadBusy } from '../timetable/agenda-store.ts'
import type { Slot } from '../timetable/lesson.ts'
import { loadProgress, type Progress } from '../timetable/progress-store.ts'
import { loadStudentClasses } from '../timetable/student-classes-store.ts'
import { freeSlots } from './open-hours.ts'
import { loadOpenHours } from './open-hours-store.ts'
import { bookingPolicy } from './policy.ts'

/** An enrollment that has its seat in a one-to-one class. */
export interface OneToOne {
  readonly enrollment: Enrollment
  readonly classGroup: Stored<ClassGroup>
}

/**
 * The enrollment whose lessons are booked.
 * @returns refuses `notOneToOne`, `enrollmentEnded` when it has no seat any more
 * @throws NotFound of the enrollment
 * Rule: E2.
 */
export async function oneToOneOf(
  context: CampusContext,
  enrollmentId: Id<'enrollment'>,
): Promise<Decision<OneToOne, 'notOneToOne' | 'enrollmentEnded'>> {
  const enrollment = await loadEnrollment(context, enrollmentId)
  const { classGroupId, studentId } = enrollment
  const classGroup = await readClassGroup(context, classGroupId)
  if (classGroup.value.kind !== 'oneToOne') return refuse('notOneToOne', { classGroupId })
  const seat = await findSeat(context, classGroupId, studentId)
  return seat?.value.enrollmentId === enrollmentId
    ? accept({ enrollment, classGroup })
    : refuse('enrollmentEnded', { enrollmentId })
}

/** When those whose time a lesson takes are busy: teacher, room, and the student in every class and as a guest. */
async function busyIn(
  context: CampusContext,
  { enrollment, classGroup }: OneToOne,
  span: Slot,
): Promise<readonly Slot[]> {
  const { teacherId, roomId } = classGroup.value
  const [own] = await loadStudentClasses(context, [enrollment.studentId])
  const owners: readonly Owner[] = [
    { kind: 'teacher', id: teacherId },
    ...(roomId ? [{ kind: 'room' as const, id: roomId }] : []),
    ...(own?.value.classes ?? []).map((one) => ({ kind: 'classGroup' as const, id: one.classGroupId })),
  ]
  const busy = await Promise.all(owners.map((owner) => loadBusy(context, owner, span)))
  return [...busy.flat(), ...(own?.value.guestAt ?? [])]
}

/** A lesson lasts what it deducts: a hundredth of an hour is 36 seconds. */
const lengthOf = ({ centihoursPerLesson }: ClassGroup): number => (centihoursPerLesson * hourMs) / 100

/** When a lesson of an enrollment may be booked, from one day of the campus to another. Rule: E2. */
export async function slotsFor(
  context: CampusContext,
  oneToOne: OneToOne,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
): Promise<readonly Slot[]> {
  const { value: classGroup } = oneToOne.classGroup
  const [{ calendar }, policy, openHours] = await Promise.all([
    loadCampus(context),
    bookingPolicy.load(context),
    loadOpenHours(context, classGroup.teacherId),
  ])
  const span = {
    startsAt: startOfDay(addDays(from, -1), calendar.timeZone),
    endsAt: endOfDay(addDays(to, 1), calendar.timeZone),
  }
  const busy = await busyIn(context, oneToOne, span)
  const wanted = {
    from,
    to,
    lengthMs: lengthOf(classGroup),
    stepMs: policy.stepMinutes * minuteMs,
    earliest: addMs(context.now, policy.bookNoticeHours * hourMs),
    latest: addMs(context.now, policy.bookAheadDays * dayMs),
  }
  return freeSlots(openHours.value, calendar, wanted, busy)
}

/** What a booking is judged by; its commit has to fail when either item was changed since. */
export interface HoursBeside {
  readonly account: Stored<HoursAccount>
  readonly progress: Stored<Progress>
  /** What is left beside the lessons that are booked and not yet held. */
  readonly centihours: number
}

/** The hours that an enrollment has left beside those of the lessons that are booked and not yet held. Rule: E2, E8. */
export async function hoursBeside(context: CampusContext, { enrollment, classGroup }: OneToOne): Promise<HoursBeside> {
  const { classGroupId, centihoursPerLesson } = classGroup.value
  const [account, progress] = await Promise.all([
    loadAccount(context, enrollment.enrollmentId),
    loadProgress(context, classGroupId),
  ])
  const { scheduled, held } = progress.value
  const centihours = remainingHours(account.value) - (scheduled - held) * centihoursPerLesson
  return { account, progress, centihours }
}
