import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { isBefore } from '@tutelage/shared/kernel/instant.ts'
import { loadSheet } from '../attendance/lesson-state.ts'
import { markLesson } from '../attendance/mark-lesson.ts'
import {
  dropLateCancellation,
  type LateCancellation,
  lateCancellationAt,
  writeLateCancellation,
} from './late-cancellation-store.ts'

/** The same context, whose commit also takes the cancellation out of the index. */
const andDrop = (context: CampusContext, late: Stored<LateCancellation>): CampusContext => ({
  ...context,
  commit: (change) => context.commit({ ...change, writes: [...change.writes, dropLateCancellation(context, late)] }),
})

/**
 * A lesson that was cancelled too late begins: its student is marked as the campus said, and the teacher was there. What somebody
 * marked before stands; a lesson that was called off costs nothing, nor does it who has left the class by then; one that was moved
 * waits for its new time.
 * Rule: E2, E6.
 */
export async function chargeLateCancellation(key: ItemKey, context: CampusContext) {
  const late = await lateCancellationAt(context, key)
  if (!late) return accept({ charged: false })
  const { lessonId, enrollmentId, markAs } = late.value
  const sheet = await loadSheet(context, lessonId)
  const { lesson, seats, marks } = sheet
  const answer = { charged: false }
  if (lesson.value.status === 'scheduled' && isBefore(context.now, lesson.value.startsAt)) {
    return accept(
      await context.commit({ writes: [writeLateCancellation(context, late, lesson.value.startsAt)], answer }),
    )
  }
  const seat = seats.find((each) => each.enrollmentId === enrollmentId)
  const isMarked = marks.some((mark) => mark.enrollmentId === enrollmentId)
  if (lesson.value.status === 'cancelled' || !seat || isMarked) {
    return accept(await context.commit({ writes: [dropLateCancellation(context, late)], answer }))
  }
  const isFirst = lesson.value.status === 'scheduled'
  return markLesson(andDrop(context, late), sheet, {
    marks: [{ studentId: seat.studentId, status: markAs }],
    ...(isFirst && { teacher: { staffId: lesson.value.teacherId, status: 'attended' as const } }),
    isPartial: false,
  })
}
