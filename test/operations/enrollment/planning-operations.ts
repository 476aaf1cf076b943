import {
  changeClassGroup,
  changeSuccessor,
  createCourse,
  getClassGroup,
  getCourse,
} from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import {
  moveLesson,
  scheduleRecurrence,
  substituteTeacher,
} from '@tutelage/shared/contracts/enrollment/planning-routes.ts'
import { createRoom, listRooms } from '@tutelage/shared/contracts/enrollment/rooms-routes.ts'
import * as queries from '@tutelage/shared/contracts/enrollment/timetable-queries-routes.ts'
import { addMs, dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { operation, type RouteOperation } from '../operation.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'

const as = 'campusManager'
const march = { from: '2026-03-01', to: '2026-03-31' }

const room = (school: School) =>
  school.call(createRoom, { as, params: { campusId: school.campusId }, body: { name: 'A1', capacity: 25 } })

export const planningOperations: readonly RouteOperation[] = [
  operation(createRoom, ({ campusId }) => ({ as, params: { campusId }, body: { name: 'A1', capacity: 25 } })),
  operation(listRooms, async (school) => {
    await room(school)
    return { as: 'teacher', params: { campusId: school.campusId } }
  }),
  operation(getCourse, ({ campusId, here: { courseId } }) => ({ as, params: { campusId, courseId } })),
  operation(changeSuccessor, async (school) => {
    const { campusId, here } = school
    const next = { title: { 'zh-CN': 'Next', en: 'Next' }, subject: 'mathematics', level: 9 }
    const { courseId: successorCourseId } = await school.call(createCourse, { as, params: { campusId }, body: next })
    return { as, params: { campusId, courseId: here.courseId }, body: { successorCourseId }, ifMatch: 1 }
  }),
  operation(changeClassGroup, async (school) => {
    const { campusId, here } = school
    const params = { campusId, classGroupId: here.classGroupId }
    const { roomId } = await room(school)
    const { version } = await school.call(getClassGroup, { as, params })
    return { as, params, body: { teacherId: staffIdOf(campusId, 'other-teacher'), roomId }, ifMatch: version }
  }),
  operation(scheduleRecurrence, ({ campusId, here: { classGroupId } }) => ({
    as,
    params: { campusId, classGroupId },
    body: { weekly: [{ weekday: 'sat' as const, from: '09:00', to: '11:00' }], from: '2026-03-07', count: 1 },
  })),
  operation(moveLesson, ({ campusId, now, here: { lessonIds } }) => ({
    as,
    params: { campusId, lessonId: lessonIds[1] },
    body: { times: { startsAt: addMs(now, dayMs), endsAt: addMs(now, dayMs + hourMs) } },
  })),
  operation(substituteTeacher, ({ campusId, here: { lessonIds } }) => ({
    as,
    params: { campusId, lessonId: lessonIds[1] },
    body: { teacherId: staffIdOf(campusId, 'other-teacher') },
  })),
  operation(queries.listTeacherLessons, ({ campusId }) => ({
    as: 'teacher',
    params: { campusId, teacherId: staffIdOf(campusId, 'teacher') },
    query: march,
  })),
  operation(queries.listRoomLessons, async (school) => {
    const { roomId } = await room(school)
    const { campusId, here } = school
    await school.call(moveLesson, { as, params: { campusId, lessonId: here.lessonIds[1] }, body: { roomId } })
    return { as, params: { campusId, roomId }, query: march }
  }),
  operation(queries.listStudentLessons, ({ campusId, here: { enrolled } }) => ({
    as,
    params: { campusId, studentId: enrolled.studentId },
    query: march,
  })),
  operation(queries.listDayLessons, ({ campusId }) => ({ as, params: { campusId, date: '2026-03-02' } })),
]
