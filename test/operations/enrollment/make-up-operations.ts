import { createClassGroup } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import * as makeUp from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import { scheduleLessons } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import { addMs, dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { classOf } from '../opening.ts'
import { dueJob, type Operation, operation } from '../operation.ts'
import type { School } from '../school.ts'
import { holdLesson } from './attendance-operations.ts'

const as = 'frontDesk'

/** The enrolled student was on leave, and another class of the course meets tomorrow. */
async function missed(school: School) {
  const { campusId, here } = school
  await holdLesson(school, 'leave')
  const body = classOf(campusId, here)
  const { classGroupId } = await school.call(createClassGroup, { as: 'principal', params: { campusId }, body })
  const tomorrow = { startsAt: addMs(school.now, dayMs), endsAt: addMs(school.now, dayMs + hourMs) }
  const params = { campusId, classGroupId }
  const { lessons } = await school.call(scheduleLessons, {
    as: 'learningManager',
    params,
    body: { lessons: [tomorrow] },
  })
  const [lesson] = lessons
  if (!lesson) throw new Error('a lesson was scheduled')
  return { params: { campusId, enrollmentId: here.enrolled.enrollmentId }, lessonId: lesson.lessonId }
}

export const makeUpOperations: readonly Operation[] = [
  operation(makeUp.listMakeUpCredits, async (school) => ({ as, params: (await missed(school)).params })),
  operation(makeUp.listSpareSeats, async (school) => ({ as, params: (await missed(school)).params })),
  operation(makeUp.bookMakeUp, async (school) => {
    const { params, lessonId } = await missed(school)
    return { as, params, body: { lessonId } }
  }),
  operation(makeUp.cancelMakeUp, async (school) => {
    const { params, lessonId } = await missed(school)
    await school.call(makeUp.bookMakeUp, { as, params, body: { lessonId } })
    return { as, params: { ...params, lessonId }, body: {} }
  }),
  dueJob('enrollment', 'expire-make-up-credit', async (school) => {
    await missed(school)
    school.wait(91 * dayMs)
  }),
]
