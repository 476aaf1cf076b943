import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, lineField, pageOf, pageQuery } from '../fields.ts'
import { campusParams } from './lead-fields.ts'

const lessonFields = whenAsked(() => ({
  startsAt: instantField(),
  capacity: z.int().min(1).max(500),
  subject: lineField(100),
  /** A class of its own, or a seat in a class that runs anyway. */
  kind: z.enum(['own', 'sitIn']),
  /** The class that is sat in on. */
  classGroupId: idField('classGroup').optional(),
  teacherId: idField('staff').optional(),
}))
const trialLessonReply = whenAsked(() =>
  z.object({
    trialLessonId: idField('trialLesson'),
    ...lessonFields(),
    seatsTaken: z.int(),
    version: z.int(),
  }),
)

const booking = whenAsked(() => ({
  trialBookingId: idField('trialBooking'),
  trialLessonId: idField('trialLesson'),
  leadId: idField('lead'),
  studentId: idField('student'),
  startsAt: instantField(),
  bookedAt: instantField(),
}))

/** A seat in a trial lesson. Rule: L8. */
export const trialBookingReply = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ ...booking(), status: z.literal('booked') }),
    z.object({ ...booking(), status: z.literal('attended'), markedAt: instantField() }),
    z.object({ ...booking(), status: z.literal('missed'), markedAt: instantField() }),
  ]),
)

const sellers = ['principal', 'campusManager', 'consultant', 'frontDesk'] as const
const params = whenAsked(() => z.object({ campusId: idField('campus'), trialLessonId: idField('trialLesson') }))

export const scheduleTrialLesson = defineRoute({
  id: 'scheduleTrialLesson',
  service: 'leads',
  summary: 'Offers a trial lesson with a number of seats.',
  method: 'POST',
  path: '/campuses/{campusId}/trial-lessons',
  roles: ['principal', 'campusManager', 'consultant', 'learningManager'],
  params: campusParams,
  query: nothing,
  body: () => z.object(lessonFields()),
  reply: { status: 201, body: trialLessonReply },
  refusals: { startsInPast: 422 },
})

export const listTrialLessons = defineRoute({
  id: 'listTrialLessons',
  service: 'leads',
  summary: 'Trial lessons by the moment they start.',
  method: 'GET',
  path: '/campuses/{campusId}/trial-lessons',
  roles: [...sellers, 'learningManager', 'teacher'],
  params: campusParams,
  query: () => z.object({ from: instantField().optional(), to: instantField().optional(), ...pageQuery() }),
  body: noBody,
  reply: { status: 200, body: () => pageOf(trialLessonReply()) },
  refusals: {},
})

export const listTrialBookings = defineRoute({
  id: 'listTrialBookings',
  service: 'leads',
  summary: 'Who has a seat in a trial lesson, and who came.',
  method: 'GET',
  path: '/campuses/{campusId}/trial-lessons/{trialLessonId}/bookings',
  roles: [...sellers, 'learningManager', 'teacher'],
  params,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(trialBookingReply()) },
  refusals: {},
})

export const bookTrial = defineRoute({
  id: 'bookTrial',
  service: 'leads',
  summary: 'Takes a seat for a lead; the family gets a confirmation.',
  method: 'POST',
  path: '/campuses/{campusId}/trial-lessons/{trialLessonId}/bookings',
  roles: sellers,
  params,
  query: nothing,
  body: () => z.object({ leadId: idField('lead') }),
  reply: { status: 201, body: trialBookingReply },
  refusals: { unknownLead: 422, trialFull: 409, alreadyBooked: 409, trialStarted: 409, leadClosed: 409 },
})

export const markTrialAttendance = defineRoute({
  id: 'markTrialAttendance',
  service: 'leads',
  summary: 'Whether the prospect came.',
  method: 'POST',
  path: '/campuses/{campusId}/trial-bookings/{trialBookingId}/attendance',
  roles: [...sellers, 'teacher'],
  params: () => z.object({ campusId: idField('campus'), trialBookingId: idField('trialBooking') }),
  query: nothing,
  body: () => z.object({ attended: z.boolean() }),
  reply: { status: 200, body: trialBookingReply },
  refusals: { notYourTrial: 403, trialNotStarted: 409, alreadyMarked: 409 },
})
