import { addMs, dayMs, type Instant } from '@tutelage/shared/kernel/instant.ts'
import type { Call, LessonId } from './commitment.ts'

/**
 * What of one student's promises is on the move: the lessons whose promise is open, and the calls of late. Whoever changes
 * either writes it, so that a call and an absence that come at once see each other.
 */
export interface StudentPromises {
  readonly openLessonIds: readonly LessonId[]
  readonly calls: readonly Call[]
}

/** No event comes later than this: queues keep them for 14 days. */
const callLifeMs = 30 * dayMs

export const noPromises: StudentPromises = { openLessonIds: [], calls: [] }

/** Adds a call that reached the family, and forgets those that nothing can ask for any more. */
export const withCall = ({ openLessonIds, calls }: StudentPromises, call: Call, now: Instant): StudentPromises => ({
  openLessonIds,
  calls: [...calls.filter(({ at }) => at > addMs(now, -callLifeMs)), call],
})

/** Notes for a lesson whether its promise is open. */
export function withLesson(
  { openLessonIds, calls }: StudentPromises,
  lessonId: LessonId,
  open: boolean,
): StudentPromises {
  const others = openLessonIds.filter((id) => id !== lessonId)
  return { calls, openLessonIds: open ? [...others, lessonId] : others }
}
