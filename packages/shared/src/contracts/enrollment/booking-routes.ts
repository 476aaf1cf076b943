import * as z from 'zod'
import { shifts } from '../campus.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, localDateField } from '../fields.ts'
import { ifMatchRefusals } from '../if-match.ts'
import { busyRefusals } from './catalogue-routes.ts'
import { lessonReply, openRefusals } from './timetable-routes.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofTeacher = whenAsked(() => z.object({ ...campus(), teacherId: idField('staff') }))
const ofEnrollment = whenAsked(() => z.object({ ...campus(), enrollmentId: idField('enrollment') }))
const bookers = ['principal', 'campusManager', 'learningManager', 'frontDesk', 'consultant'] as const

/** The hours of a day; no two of them overlap. */
const dayField = whenAsked(() =>
  shifts()
    .refine((day) => day.every(({ from, to }) => from < to), { error: 'hours end after they begin' })
    .refine((day) => day.every((one, at) => !day.slice(0, at).some(({ from, to }) => one.from < to && from < one.to)), {
      error: 'two of them overlap',
    }),
)

/** When a teacher gives one-to-one lessons. */
export const openHoursField = whenAsked(() =>
  z.object({
    weekly: z.object({
      mon: dayField(),
      tue: dayField(),
      wed: dayField(),
      thu: dayField(),
      fri: dayField(),
      sat: dayField(),
      sun: dayField(),
    }),
    /** Days with other hours, or with none; they hold on holidays too. */
    exceptions: z
      .array(z.object({ date: localDateField(), hours: dayField() }))
      .max(200)
      .refine((days) => new Set(days.map(({ date }) => date)).size === days.length, {
        error: 'a day stands there once',
      }),
  }),
)
const openHoursReply = whenAsked(() => openHoursField().extend({ teacherId: idField('staff'), version: z.int() }))

export const getOpenHours = defineRoute({
  id: 'getOpenHours',
  service: 'enrollment',
  summary: 'When a teacher gives one-to-one lessons; never, where nothing was set (version 0).',
  method: 'GET',
  path: '/campuses/{campusId}/teachers/{teacherId}/open-hours',
  roles: [...bookers, 'teacher'],
  params: ofTeacher,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: openHoursReply },
  refusals: {},
  etag: true,
})

export const setOpenHours = defineRoute({
  id: 'setOpenHours',
  service: 'enrollment',
  summary: 'Sets when a teacher gives one-to-one lessons; what is booked stays. Teachers set their own.',
  method: 'PUT',
  path: '/campuses/{campusId}/teachers/{teacherId}/open-hours',
  roles: ['principal', 'campusManager', 'learningManager', 'teacher'],
  params: ofTeacher,
  query: nothing,
  body: openHoursField,
  reply: { status: 200, body: openHoursReply },
  refusals: { ...ifMatchRefusals, notYourHours: 403 },
  etag: true,
})

const mostDays = 31
const span = () =>
  z
    .object({ from: localDateField(), to: localDateField() })
    .refine(({ from, to }) => from <= to, { path: ['to'], error: 'the last day is no earlier than the first' })
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < mostDays * 86_400_000, {
      path: ['to'],
      error: `at most ${mostDays} days`,
    })

const slotField = whenAsked(() => z.object({ startsAt: instantField(), endsAt: instantField() }))
/** What may be booked, and what is. */
const bookingsReply = whenAsked(() =>
  z.object({
    freeSlots: z.array(slotField()),
    lessons: z.array(lessonReply()),
    /** Hours that are left beside those of the lessons booked. */
    remainingCentihours: z.int(),
  }),
)
const seatRefusals = { notOneToOne: 409, enrollmentEnded: 409 } as const

export const listFreeSlots = defineRoute({
  id: 'listFreeSlots',
  service: 'enrollment',
  summary:
    "When a one-to-one lesson may be booked: the teacher's open hours in which teacher, room and student are free.",
  method: 'GET',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/free-slots',
  roles: bookers,
  params: ofEnrollment,
  query: span,
  body: noBody,
  reply: { status: 200, body: bookingsReply },
  refusals: seatRefusals,
})

const bookRefusals = {
  ...seatRefusals,
  ...busyRefusals,
  slotNotFree: 409,
  noHoursLeft: 409,
  tooManyLessons: 409,
} as const
const startField = () => z.object({ startsAt: instantField() })

export const bookLesson = defineRoute({
  id: 'bookLesson',
  service: 'enrollment',
  summary: 'Books a one-to-one lesson at a free slot.',
  method: 'POST',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/bookings',
  roles: bookers,
  params: ofEnrollment,
  query: nothing,
  body: startField,
  reply: { status: 201, body: lessonReply },
  refusals: bookRefusals,
  idempotency: 'required',
})

const cancellationReply = whenAsked(() =>
  z.object({
    lesson: lessonReply(),
    /** `charged`: too late; the lesson stays and the student will be marked so when it begins. */
    outcome: z.enum(['cancelled', 'charged']),
    markedAs: z.enum(['leave', 'absent']).optional(),
  }),
)
const cancelRefusals = { ...openRefusals, notOneToOne: 409, lessonBegun: 409 } as const

export const cancelBooking = defineRoute({
  id: 'cancelBooking',
  service: 'enrollment',
  summary: 'A family cancels a one-to-one lesson: free of charge in time, else it counts as the campus says.',
  method: 'POST',
  path: '/campuses/{campusId}/lessons/{lessonId}/booking-cancellations',
  roles: bookers,
  params: () => z.object({ ...campus(), lessonId: idField('lesson') }),
  query: nothing,
  body: noBody,
  reply: { status: 200, body: cancellationReply },
  refusals: cancelRefusals,
  idempotency: 'required',
})

export const issueBookingLink = defineRoute({
  id: 'issueBookingLink',
  service: 'enrollment',
  summary: 'A link by which the family books and cancels the lessons of one enrollment itself.',
  method: 'POST',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/booking-links',
  roles: bookers,
  params: ofEnrollment,
  query: nothing,
  body: noBody,
  reply: { status: 201, body: () => z.object({ url: z.string(), expiresAt: instantField() }) },
  refusals: seatRefusals,
})

const ofLink = whenAsked(() => z.object({ ...campus(), token: z.string().min(1).max(1_000) }))
const linkRefusals = { invalidLink: 404, linkExpired: 410 } as const

export const showBookings = defineRoute({
  id: 'showBookings',
  service: 'enrollment',
  summary: 'For the family: what may be booked, and what is.',
  method: 'GET',
  path: '/campuses/{campusId}/bookings/{token}',
  roles: ['guardianLink'],
  params: ofLink,
  query: span,
  body: noBody,
  reply: { status: 200, body: bookingsReply },
  refusals: { ...linkRefusals, ...seatRefusals },
})

export const bookByLink = defineRoute({
  id: 'bookByLink',
  service: 'enrollment',
  summary: 'The family books a one-to-one lesson.',
  method: 'POST',
  path: '/campuses/{campusId}/bookings/{token}',
  roles: ['guardianLink'],
  params: ofLink,
  query: nothing,
  body: startField,
  reply: { status: 201, body: lessonReply },
  refusals: { ...linkRefusals, ...bookRefusals },
  idempotency: 'required',
})

export const cancelByLink = defineRoute({
  id: 'cancelByLink',
  service: 'enrollment',
  summary: 'The family cancels one of its lessons.',
  method: 'POST',
  path: '/campuses/{campusId}/bookings/{token}/lessons/{lessonId}/cancellations',
  roles: ['guardianLink'],
  params: () => ofLink().extend({ lessonId: idField('lesson') }),
  query: nothing,
  body: noBody,
  reply: { status: 200, body: cancellationReply },
  refusals: { ...linkRefusals, ...seatRefusals, ...cancelRefusals },
  idempotency: 'required',
})
