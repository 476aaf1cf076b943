import {
  cancelLesson,
  getLesson,
  listLessons,
  scheduleLessons,
} from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import { addMs, dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { operation, type RouteOperation } from '../operation.ts'

const as = 'learningManager'

export const timetableOperations: readonly RouteOperation[] = [
  operation(scheduleLessons, ({ campusId, now, here: { classGroupId } }) => ({
    as,
    params: { campusId, classGroupId },
    body: { lessons: [{ startsAt: addMs(now, dayMs), endsAt: addMs(now, dayMs + hourMs) }] },
  })),
  operation(listLessons, ({ campusId, here: { classGroupId } }) => ({ as, params: { campusId, classGroupId } })),
  operation(getLesson, ({ campusId, here: { lessonIds } }) => ({ as, params: { campusId, lessonId: lessonIds[0] } })),
  operation(cancelLesson, ({ campusId, here: { lessonIds } }) => ({
    as,
    params: { campusId, lessonId: lessonIds[1] },
    body: { reason: 'the teacher is ill' },
  })),
]
