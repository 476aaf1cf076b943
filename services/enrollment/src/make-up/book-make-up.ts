import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { bookMakeUp as contract } from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { isBefore } from '@tutelage/shared/kernel/instant.ts'
import { loadMarksOf, writeMark } from '../attendance/mark-store.ts'
import { checkClassGroup, readClassGroup } from '../catalogue/catalogue-store.ts'
import { findSeat, loadEnrollment } from '../enrolling/enrollment-store.ts'
import { takeGuestTime } from '../timetable/guest-time.ts'
import type { Lesson } from '../timetable/lesson.ts'
import { checkLesson, loadLesson } from '../timetable/lesson-store.ts'
import { lessonView } from '../timetable/read-timetable.ts'
import { creditView, grants } from './credit-view.ts'
import { loadGuests, writeGuests } from './guest-store.ts'
import { checkHost, loadMakeUpStudent, type MakeUpStudent, spareSeats } from './host-lesson.ts'
import { nextCredit } from './make-up-credit.ts'

/** The marks of an enrollment that grant a make-up, with their versions. */
async function loadCredits(context: CampusContext, enrollmentId: Id<'enrollment'>) {
  const marks = await loadMarksOf(context, enrollmentId)
  return marks.flatMap(({ value, version }) => (grants(value) ? [{ value, version, makeUp: value.makeUp }] : []))
}

/** The class of a lesson in which a guest may sit, or why not. */
async function loadHost(context: CampusContext, lesson: Lesson, student: MakeUpStudent) {
  const host = await readClassGroup(context, lesson.classGroupId)
  const checked = checkHost(host.value, student)
  if (!checked.ok) return checked
  const seat = await findSeat(context, lesson.classGroupId, student.account.studentId)
  return seat ? refuse('alreadyInClass', { classGroupId: lesson.classGroupId }) : accept(host)
}

/** The hours of a lesson of the class in which one was missed: the student may have left it for another. */
async function missedHours(
  context: CampusContext,
  enrollmentId: Id<'enrollment'>,
  { account, ownClass }: MakeUpStudent,
): Promise<Centihours> {
  if (account.enrollmentId === enrollmentId) return ownClass.centihoursPerLesson
  const { classGroupId } = await loadEnrollment(context, enrollmentId)
  return (await readClassGroup(context, classGroupId)).value.centihoursPerLesson
}

/** A lesson that still takes guests. */
function checkAhead({ value }: Stored<Lesson>, now: Lesson['startsAt']): Decision<null, 'lessonNotOpen'> {
  const isAhead = value.status === 'scheduled' && isBefore(now, value.startsAt)
  return isAhead ? accept(null) : refuse('lessonNotOpen', { status: value.status, startsAt: value.startsAt })
}

/**
 * Books a seat in one lesson of another class, takes the student's time and the credit that expires first. Two who want the last seat meet at the lesson's
 * list of guests, and whoever enrolls in that class meanwhile at its seats.
 * @returns the lesson and the credit; or refuses `lessonNotOpen`, `noSpareSeat`, `noMakeUpCredit` when none is open until that
 * lesson, and as `checkHost`, `takeGuestTime` and `loadMakeUpStudent`
 * @throws NotFound of the enrollment or the lesson
 * Rule: E2, E9.
 */
export async function bookMakeUp({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const student = await loadMakeUpStudent(context, params.enrollmentId)
  if (!student.ok) return student
  const { account } = student.value
  const lesson = await loadLesson(context, body.lessonId)
  const ahead = checkAhead(lesson, context.now)
  if (!ahead.ok) return ahead
  const host = await loadHost(context, lesson.value, student.value)
  if (!host.ok) return host
  const { lessonId, startsAt } = lesson.value
  const [booked] = await loadGuests(context, [lessonId])
  if (!booked || spareSeats(host.value.value, booked.value) < 1) return refuse('noSpareSeat', { lessonId })
  const credits = await loadCredits(context, params.enrollmentId)
  const credit = nextCredit(credits, startsAt)
  if (!credit) return refuse('noMakeUpCredit', { enrollmentId: params.enrollmentId })
  const { studentId, enrollmentId } = account
  const time = await takeGuestTime(context, studentId, lesson.value)
  if (!time.ok) return time
  const { grantedAt, expiresAt } = credit.makeUp
  const missed = { ...credit.value, makeUp: { status: 'booked' as const, grantedAt, expiresAt, lessonId } }
  const makesUp = {
    enrollmentId: params.enrollmentId,
    lessonId: missed.lessonId,
    centihours: await missedHours(context, params.enrollmentId, student.value),
  }
  const guests = [...booked.value, { studentId, enrollmentId, makesUp }]
  return accept(
    await context.commit({
      writes: [
        writeMark(context, missed, credit.version),
        writeGuests(context, lessonId, { value: guests, version: booked.version }),
        checkLesson(context, lesson),
        checkClassGroup(context, host.value.value.classGroupId, host.value.version),
        ...time.value,
      ],
      answer: { lesson: lessonView(lesson.value), credit: creditView(missed) },
    }),
  )
}
