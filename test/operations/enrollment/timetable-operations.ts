import {
  cancelLesson,
  getLesson,
  listLessons,
  scheduleLessons,
} from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import { addMs, dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { dueJob, type Operation, operation } from '../operation.ts'
import type { School } from '../school.ts'

const as = 'learningManager' as const

/** A lesson to come that does not take place. */
const callingOff = ({ campusId, here: { lessonIds } }: School) => ({
  as,
  params: { campusId, lessonId: lessonIds[1] },
  body: { reason: 'the teacher is ill' },
})

export const timetableOperations: readonly Operation[] = [
  operation(scheduleLessons, ({ campusId, now, here: { classGroupId } }) => ({
    as,
    params: { campusId, classGroupId },
    body: { lessons: [{ startsAt: addMs(now, dayMs), endsAt: addMs(now, dayMs + hourMs) }] },
  })),
  operation(listLessons, ({ campusId, here: { classGroupId } }) => ({ as, params: { campusId, classGroupId } })),
  operation(getLesson, ({ campusId, here: { lessonIds } }) => ({ as, params: { campusId, lessonId: lessonIds[0] } })),
  operation(cancelLesson, callingOff),
  dueJob('enrollment', 'tell-lesson-changed', (school) => school.call(cancelLesson, callingOff(school))),
]
