import { happened } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { lessonCancelled } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { cancelLesson as contract } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Lesson } from './lesson.ts'
import { loadLesson, writeLesson } from './lesson-store.ts'
import { loadProgress, writeProgress } from './progress-store.ts'
import { lessonView } from './read-timetable.ts'
import { loadTeacherDays, writeTeacherDay } from './teacher-day-store.ts'

/** The teacher is free again, and another lesson may take the place. */
async function makeRoom(context: CampusContext, lesson: Lesson) {
  const days = await loadTeacherDays(context, lesson.teacherId, [lesson])
  const progress = await loadProgress(context, lesson.classGroupId)
  const value = { ...progress.value, scheduled: progress.value.scheduled - 1 }
  return [
    ...days.map((day) => {
      const busy = day.busy.filter(({ lessonId }) => lessonId !== lesson.lessonId)
      return writeTeacherDay(context, lesson.teacherId, { ...day, busy })
    }),
    writeProgress(context, lesson.classGroupId, { ...progress, value }),
  ]
}

/**
 * Takes a lesson off the timetable.
 * @returns the lesson, or refuses `alreadyCancelled`, `alreadyMarked` when anybody has been marked in it
 * @throws NotFound of the lesson
 * Rule: E2.
 */
export async function cancelLesson({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const { value: lesson, version } = await loadLesson(context, params.lessonId)
  if (lesson.status === 'cancelled') return refuse('alreadyCancelled', { lessonId: lesson.lessonId })
  if (lesson.status === 'held' || lesson.sheet.markedStudents > 0) {
    return refuse('alreadyMarked', { lessonId: lesson.lessonId })
  }
  const cancelled: Lesson = { ...lesson, status: 'cancelled', reason: body.reason, cancelledAt: context.now }
  const { lessonId, classGroupId, courseId, teacherId, startsAt } = lesson
  const occurrence = { campusId: context.campus.campusId, aggregateId: lessonId, aggregateVersion: version + 1 }
  return accept(
    await context.commit({
      writes: [writeLesson(context, cancelled, version), ...(await makeRoom(context, lesson))],
      events: [happened(lessonCancelled, occurrence, { lessonId, classGroupId, courseId, teacherId, startsAt })],
      answer: lessonView(cancelled),
    }),
  )
}
