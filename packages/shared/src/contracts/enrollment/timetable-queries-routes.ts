import * as z from 'zod'
import { type StaffRole, staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody } from '../define-route.ts'
import { idField, localDateField, pageOf, pageQuery } from '../fields.ts'
import { lessonReply } from './timetable-routes.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const staffOtherThanTeachers = staffRoles.filter((role): role is Exclude<StaffRole, 'teacher'> => role !== 'teacher')

/** So many days, at most, are asked for at once. */
const mostDays = 62
const dayMs = 86_400_000

/** Days of the campus's calendar, the last one included. */
const span = whenAsked(() => z.object({ from: localDateField(), to: localDateField(), ...pageQuery() }))
const spanQuery = () =>
  span()
    .refine(({ from, to }) => from <= to, { path: ['to'], error: 'the last day is no earlier than the first' })
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < mostDays * dayMs, {
      path: ['to'],
      error: `at most ${mostDays} days`,
    })

export const listTeacherLessons = defineRoute({
  id: 'listTeacherLessons',
  service: 'enrollment',
  summary: 'The lessons of a teacher, by time. Teachers see their own.',
  method: 'GET',
  path: '/campuses/{campusId}/teachers/{teacherId}/lessons',
  roles: staffRoles,
  params: () => z.object({ ...campus(), teacherId: idField('staff') }),
  query: spanQuery,
  body: noBody,
  reply: { status: 200, body: () => pageOf(lessonReply()) },
  refusals: { notYourTimetable: 403 },
})

export const listRoomLessons = defineRoute({
  id: 'listRoomLessons',
  service: 'enrollment',
  summary: 'The lessons in a room, by time.',
  method: 'GET',
  path: '/campuses/{campusId}/rooms/{roomId}/lessons',
  roles: staffRoles,
  params: () => z.object({ ...campus(), roomId: idField('room') }),
  query: spanQuery,
  body: noBody,
  reply: { status: 200, body: () => pageOf(lessonReply()) },
  refusals: {},
})

export const listStudentLessons = defineRoute({
  id: 'listStudentLessons',
  service: 'enrollment',
  summary: 'The lessons of a student, in every class, by time.',
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/lessons',
  roles: staffOtherThanTeachers,
  params: () => z.object({ ...campus(), studentId: idField('student') }),
  query: spanQuery,
  body: noBody,
  reply: { status: 200, body: () => pageOf(lessonReply()) },
  refusals: {},
})

export const listDayLessons = defineRoute({
  id: 'listDayLessons',
  service: 'enrollment',
  summary: 'The lessons of a day of the campus, teacher after teacher; a page may hold fewer than asked for.',
  method: 'GET',
  path: '/campuses/{campusId}/days/{date}/lessons',
  roles: staffOtherThanTeachers,
  params: () => z.object({ ...campus(), date: localDateField() }),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(lessonReply()) },
  refusals: {},
})
