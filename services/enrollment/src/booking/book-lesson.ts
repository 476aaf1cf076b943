import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/booking-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { addMs, dayMs, type Instant, type LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { checkAccount } from '../lesson-hours/hours-account-store.ts'
import { loadBusy } from '../timetable/agenda-store.ts'
import { horizonMs } from '../timetable/join-timetable.ts'
import { loadLessons } from '../timetable/lesson-store.ts'
import { lessonView } from '../timetable/read-timetable.ts'
import { checkRoomFor, newLessons, putOn } from '../timetable/schedule-lessons.ts'
import { hoursBeside, type OneToOne, oneToOneOf, slotsFor } from './bookable.ts'

/** The slot that begins at a moment, if it is free. */
async function slotAt(context: CampusContext, oneToOne: OneToOne, startsAt: Instant) {
  const { timeZone } = await loadCampus(context)
  const date = localDateOf(startsAt, timeZone)
  return (await slotsFor(context, oneToOne, { from: date, to: date })).find((slot) => slot.startsAt === startsAt)
}

/**
 * Books a one-to-one lesson.
 * @returns the lesson, or refuses `slotNotFree`; `noHoursLeft` with what is left beside the lessons booked; as `oneToOneOf`,
 * `checkRoomFor` and `planLessons`
 * @throws NotFound of the enrollment
 * Rule: E2.
 */
export async function book(context: CampusContext, enrollmentId: Id<'enrollment'>, startsAt: Instant) {
  const oneToOne = await oneToOneOf(context, enrollmentId)
  if (!oneToOne.ok) return oneToOne
  const { classGroup } = oneToOne.value
  const { account, progress, centihours: left } = await hoursBeside(context, oneToOne.value)
  if (left < classGroup.value.centihoursPerLesson) return refuse('noHoursLeft', { remainingCentihours: left })
  const room = checkRoomFor(classGroup.value, progress.value, 1)
  if (!room.ok) return room
  const slot = await slotAt(context, oneToOne.value, startsAt)
  if (!slot) return refuse('slotNotFree', { startsAt })
  const lessons = newLessons(context, classGroup.value, [slot])
  const put = await putOn(context, { classGroup, progress }, lessons)
  if (!put.ok) return put
  const [lesson] = lessons
  if (!lesson) throw new Error('one slot is one lesson')
  const writes = [...put.value.writes, checkAccount(context, account)]
  return accept(await context.commit({ ...put.value, writes, answer: lessonView(lesson) }))
}

/** What may be booked in some days, and what is booked from now on. */
export async function bookings(
  context: CampusContext,
  enrollmentId: Id<'enrollment'>,
  days: { readonly from: LocalDate; readonly to: LocalDate },
) {
  const oneToOne = await oneToOneOf(context, enrollmentId)
  if (!oneToOne.ok) return oneToOne
  const { classGroupId } = oneToOne.value.enrollment
  const ahead = { startsAt: addMs(context.now, -dayMs), endsAt: addMs(context.now, horizonMs) }
  const booked = await loadBusy(context, { kind: 'classGroup', id: classGroupId }, ahead)
  const lessons = await loadLessons(
    context,
    booked.map(({ lessonId }) => lessonId),
  )
  return accept({
    freeSlots: [...(await slotsFor(context, oneToOne.value, days))],
    lessons: lessons.map(({ value }) => lessonView(value)),
    remainingCentihours: (await hoursBeside(context, oneToOne.value)).centihours,
  })
}

/** Books for a family that calls or stands at the desk (see `book`). Rule: E2. */
export const bookLesson = ({ params, body }: RequestOf<typeof contracts.bookLesson>, context: CampusContext) =>
  book(context, params.enrollmentId, body.startsAt)

/** What may be booked, and what is. @throws NotFound of the enrollment. Rule: E2. */
export const listFreeSlots = ({ params, query }: RequestOf<typeof contracts.listFreeSlots>, context: CampusContext) =>
  bookings(context, params.enrollmentId, query)
