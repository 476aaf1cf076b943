import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField } from '../fields.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const linkReply = whenAsked(() => z.object({ url: z.string(), expiresAt: instantField() }))

export const linkStudentCalendar = defineRoute({
  id: 'linkStudentCalendar',
  service: 'enrollment',
  summary:
    "A link by which a family's calendar shows the lessons of a student; the one before it shows nothing any more.",
  method: 'POST',
  path: '/campuses/{campusId}/students/{studentId}/calendar-links',
  roles: ['principal', 'campusManager', 'learningManager', 'frontDesk', 'consultant'],
  params: () => z.object({ ...campus(), studentId: idField('student') }),
  query: nothing,
  body: noBody,
  reply: { status: 201, body: linkReply },
  refusals: {},
})

export const linkTeacherCalendar = defineRoute({
  id: 'linkTeacherCalendar',
  service: 'enrollment',
  summary:
    "A link by which a teacher's calendar shows their lessons; the one before it shows nothing any more. Teachers ask for their own.",
  method: 'POST',
  path: '/campuses/{campusId}/teachers/{teacherId}/calendar-links',
  roles: ['principal', 'campusManager', 'teacher'],
  params: () => z.object({ ...campus(), teacherId: idField('staff') }),
  query: nothing,
  body: noBody,
  reply: { status: 201, body: linkReply },
  refusals: { notYourTimetable: 403 },
})

export const getCalendarFeed = defineRoute({
  id: 'getCalendarFeed',
  service: 'enrollment',
  summary: 'The lessons of a link, from 30 days ago to half a year ahead, as iCalendar (RFC 5545), in UTC.',
  method: 'GET',
  path: '/campuses/{campusId}/calendar-feeds/{token}/lessons.ics',
  roles: ['guardianLink'],
  params: () => z.object({ ...campus(), token: z.string().min(1).max(1_000) }),
  query: nothing,
  body: noBody,
  reply: { status: 200, body: () => z.string() },
  refusals: { invalidLink: 404, linkExpired: 410, linkReplaced: 410 },
  produces: 'text/calendar',
})
