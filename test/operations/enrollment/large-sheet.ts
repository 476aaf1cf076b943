import { markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import { createClassGroup } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { enrollStudent } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { scheduleLessons } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import { addMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { halfDone } from '../half-done.ts'
import { callIn, classOf } from '../opening.ts'
import { dueJob, operation } from '../operation.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'

/** A few more than one transaction marks. */
export const studentsOfLargeClass = 34

/** The sheet of a class that is larger than a transaction, after its lesson. */
async function largeSheet(school: School) {
  const { campusId, here } = school
  const params = { campusId }
  const body = { ...classOf(campusId, here), capacity: studentsOfLargeClass }
  const { classGroupId } = await school.call(createClassGroup, { as: 'principal', params, body })
  const lesson = { startsAt: addMs(school.now, 10 * hourMs), endsAt: addMs(school.now, 11 * hourMs) }
  const on = { params: { campusId, classGroupId }, body: { lessons: [lesson] } }
  const [scheduled] = (await school.call(scheduleLessons, { as: 'principal', ...on })).lessons
  if (!scheduled) throw new Error('a lesson was scheduled')
  const families = []
  for (let n = 0; n < studentsOfLargeClass; n += 1)
    families.push(await callIn(school, `classmate-${n}`, `+86139999${90_000 + n}`))
  await school.deliver()
  for (const { studentId } of families) {
    const seat = { studentId, classGroupId, centihours: 800 }
    await school.call(enrollStudent, { as: 'campusManager', params, body: seat })
  }
  await school.deliver()
  school.wait(12 * hourMs)
  const marks = families.map(
    ({ studentId }, n) => ({ studentId, status: n % 5 === 0 ? 'absent' : 'attended' }) as const,
  )
  const teacher = { staffId: staffIdOf(campusId, 'teacher'), status: 'attended' } as const
  return { as: 'teacher', params: { campusId, lessonId: scheduled.lessonId }, body: { marks, teacher } } as const
}

/** A sheet that takes several transactions; beside the registered operation, whose sheet takes one. */
export const markLargeClass = operation(markAttendance, largeSheet)

/** A large sheet of which only the first part was written. */
export const restOfSheet = dueJob('enrollment', 'post-rest-of-sheet', (school) => halfDone(school, markLargeClass))
