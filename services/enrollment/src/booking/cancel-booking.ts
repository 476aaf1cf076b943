import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { cancelBooking as contract } from '@tutelage/shared/contracts/enrollment/booking-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { addMs, hourMs, isBefore } from '@tutelage/shared/kernel/instant.ts'
import { readClassGroup } from '../catalogue/catalogue-store.ts'
import { loadSeats } from '../enrolling/enrollment-store.ts'
import { callOff } from '../timetable/cancel-lesson.ts'
import { checkOpen, type Lesson } from '../timetable/lesson.ts'
import { loadLesson } from '../timetable/lesson-store.ts'
import { lessonView } from '../timetable/read-timetable.ts'
import { findLateCancellation, type LateCancellation, writeLateCancellation } from './late-cancellation-store.ts'
import { bookingPolicy } from './policy.ts'

/** Too late to be free: the lesson stays on the timetable, and counts for who sits in the class now when it begins. */
async function cancelLate(
  context: CampusContext,
  { value: lesson }: Stored<Lesson>,
  { enrollmentId, markAs }: Pick<LateCancellation, 'enrollmentId' | 'markAs'>,
) {
  const { lessonId, startsAt } = lesson
  const known = await findLateCancellation(context, lessonId)
  if (known?.value.enrollmentId === enrollmentId) return refuse('alreadyCancelled', { lessonId })
  const value = { lessonId, enrollmentId, markAs, cancelledAt: context.now }
  return accept(
    await context.commit({
      writes: [writeLateCancellation(context, { value, version: known?.version ?? 0 }, startsAt)],
      answer: { lesson: lessonView(lesson), outcome: 'charged' as const, markedAs: markAs },
    }),
  )
}

async function cancelInTime(context: CampusContext, stored: Stored<Lesson>) {
  const { cancelled, writes, events } = await callOff(context, stored, 'Cancelled by the family')
  const answer = { lesson: lessonView(cancelled), outcome: 'cancelled' as const }
  return accept(await context.commit({ writes, events, answer }))
}

/**
 * A family cancels a one-to-one lesson. With the notice that the campus asks for, or when nobody sits in the class, the lesson is off
 * and costs nothing; later, it stays, and the student is marked when it begins as the campus says.
 * @returns what became of it; or refuses `notOneToOne`, `lessonBegun`, and as `checkOpen`
 * @throws NotFound of the lesson
 * Rule: E2, E6.
 */
export async function cancelForFamily(context: CampusContext, lessonId: Id<'lesson'>) {
  const stored = await loadLesson(context, lessonId)
  const { value: lesson } = stored
  const { kind } = (await readClassGroup(context, lesson.classGroupId)).value
  if (kind !== 'oneToOne') return refuse('notOneToOne', { lessonId })
  const open = checkOpen(lesson)
  if (!open.ok) return open
  if (!isBefore(context.now, lesson.startsAt)) return refuse('lessonBegun', { startsAt: lesson.startsAt })
  const { cancelNoticeHours, lateCancellation } = await bookingPolicy.load(context)
  const isLate = lesson.startsAt < addMs(context.now, cancelNoticeHours * hourMs)
  const [seat] = isLate ? await loadSeats(context, lesson.classGroupId) : []
  if (!seat) return cancelInTime(context, stored)
  return cancelLate(context, stored, { enrollmentId: seat.enrollmentId, markAs: lateCancellation })
}

/** Cancels for a family that calls or stands at the desk (see `cancelForFamily`). Rule: E2. */
export const cancelBooking = ({ params }: RequestOf<typeof contract>, context: CampusContext) =>
  cancelForFamily(context, params.lessonId)
