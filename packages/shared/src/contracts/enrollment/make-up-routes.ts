import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, pageOf, pageQuery } from '../fields.ts'
import { declarePolicy } from '../policy-routes.ts'
import { classKindField } from './catalogue-routes.ts'
import { lessonReply } from './timetable-routes.ts'

const ofEnrollment = whenAsked(() => z.object({ campusId: idField('campus'), enrollmentId: idField('enrollment') }))
const bookers = ['principal', 'campusManager', 'learningManager', 'frontDesk'] as const

/** Guests of one lesson; each is one item more in the transaction of the class sheet. */
export const mostGuests = 5
/** Make-ups to come of one student; each is two items more in the transaction of the end of an enrollment. */
export const mostBookedAhead = 10

export const makeUpPolicy = declarePolicy({
  service: 'enrollment',
  name: 'makeUp',
  summary: 'Which classes grant make-up lessons, for how many days, and where they may be had.',
  schema: () =>
    z.object({
      classKinds: z.array(classKindField()).max(4).default(['regular', 'elite']),
      expiryDays: z.int().min(1).max(730).default(90),
      /** Also in classes of the course that the student goes on to. */
      inSuccessor: z.boolean().default(false),
    }),
})
export type MakeUpPolicy = z.output<ReturnType<typeof makeUpPolicy.schema>>

/** A missed lesson that may be made up, or was. Rule: E9. */
export const makeUpCreditReply = whenAsked(() =>
  z.object({
    missedLessonId: idField('lesson'),
    missedAt: instantField(),
    grantedAt: instantField(),
    expiresAt: instantField(),
    status: z.enum(['open', 'booked', 'used', 'expired', 'takenBack']),
    /** Where it is or was made up. */
    lessonId: idField('lesson').optional(),
  }),
)

export const listMakeUpCredits = defineRoute({
  id: 'listMakeUpCredits',
  service: 'enrollment',
  summary: 'The lessons of an enrollment that may be made up, or were; the earliest expiry first.',
  method: 'GET',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/make-up-credits',
  roles: staffRoles,
  params: ofEnrollment,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: () => z.object({ items: z.array(makeUpCreditReply()) }) },
  refusals: {},
})

/** What may forbid a make-up, whichever lesson it is. */
const makeUpRefusals = { enrollmentEnded: 409 } as const

export const listSpareSeats = defineRoute({
  id: 'listSpareSeats',
  service: 'enrollment',
  summary:
    'Lessons of other classes in the coming four weeks in which an enrollment can make one up; a page is one of classes.',
  method: 'GET',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/spare-seats',
  roles: staffRoles,
  params: ofEnrollment,
  query: () => z.object({ ...pageQuery(), limit: z.coerce.number().int().min(1).max(20).default(20) }),
  body: noBody,
  reply: { status: 200, body: () => pageOf(z.object({ lesson: lessonReply(), spareSeats: z.int() })) },
  refusals: makeUpRefusals,
})

export const bookMakeUp = defineRoute({
  id: 'bookMakeUp',
  service: 'enrollment',
  summary: 'Makes a missed lesson up as a guest of another class; the credit that expires first is taken.',
  method: 'POST',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/make-ups',
  roles: bookers,
  params: ofEnrollment,
  query: nothing,
  body: () => z.object({ lessonId: idField('lesson') }),
  reply: { status: 201, body: () => z.object({ lesson: lessonReply(), credit: makeUpCreditReply() }) },
  refusals: {
    ...makeUpRefusals,
    noMakeUpCredit: 409,
    lessonNotOpen: 409,
    otherCourse: 409,
    otherHorizon: 409,
    alreadyInClass: 409,
    noSpareSeat: 409,
    studentBusy: 409,
    tooManyMakeUps: 409,
  },
  idempotency: 'required',
})

export const cancelMakeUp = defineRoute({
  id: 'cancelMakeUp',
  service: 'enrollment',
  summary: 'A guest does not come: seat and credit are free again.',
  method: 'POST',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/make-ups/{lessonId}/cancellations',
  roles: bookers,
  params: () => ofEnrollment().extend({ lessonId: idField('lesson') }),
  query: nothing,
  body: () => z.object({}),
  reply: { status: 200, body: () => z.object({ credit: makeUpCreditReply() }) },
  refusals: { notBooked: 409, lessonBegun: 409 },
})
