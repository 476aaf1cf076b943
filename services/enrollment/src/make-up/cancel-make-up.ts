import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { cancelMakeUp as contract } from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { isBefore } from '@tutelage/shared/kernel/instant.ts'
import { loadSheet } from '../attendance/lesson-state.ts'
import { loadMarksOf, writeMark } from '../attendance/mark-store.ts'
import { creditView } from './credit-view.ts'
import { reopened } from './make-up-credit.ts'
import { releaseGuest } from './release-guests.ts'

/**
 * A guest does not come: the seat is free, and the credit open until it expires. Once the lesson has begun the class sheet says so,
 * but for one who got a seat in the class since, and stands on its sheet as a student of it.
 * @returns the credit, or refuses `notBooked`; `lessonBegun` with its start
 * @throws NotFound of the lesson
 * Rule: E9.
 */
export async function cancelMakeUp({ params }: RequestOf<typeof contract>, context: CampusContext) {
  const { enrollmentId, lessonId } = params
  const { lesson, guests } = await loadSheet(context, lessonId)
  const marks = await loadMarksOf(context, enrollmentId)
  const stored = marks.find(({ value: { makeUp } }) => makeUp?.status === 'booked' && makeUp.lessonId === lessonId)
  if (!stored?.value.makeUp) return refuse('notBooked', { lessonId })
  const isGuest = guests.some(({ missed }) => missed.value.lessonId === stored.value.lessonId)
  const { startsAt } = lesson.value
  if (isGuest && !isBefore(context.now, startsAt)) return refuse('lessonBegun', { startsAt })
  const missed = { ...stored.value, makeUp: reopened(stored.value.makeUp) }
  return accept(
    await context.commit({
      writes: [writeMark(context, missed, stored.version), ...(await releaseGuest(context, lessonId, stored.value))],
      answer: { credit: creditView(missed) },
    }),
  )
}
