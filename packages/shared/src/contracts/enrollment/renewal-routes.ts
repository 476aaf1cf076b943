import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { centihoursField, idField, instantField, localDateField, pageOf, pageQuery } from '../fields.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const readers = ['principal', 'campusManager', 'learningManager'] as const

/** Why a student who had renewed has not: what was paid for the later term was given back, so that it is not paid any more. */
const refundedField = whenAsked(() => z.object({ refundedOn: localDateField(), enrollmentId: idField('enrollment') }))

/** Where the renewal of a student who was counted stands. Rule: E14. */
const renewalOutcomeField = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('open'), refunded: refundedField().optional() }),
    /** Paid for a later term, by this enrollment. */
    z.object({ status: z.literal('renewed'), renewedOn: localDateField(), enrollmentId: idField('enrollment') }),
    /** Not paid for by the cut-off. */
    z.object({ status: z.literal('lapsed'), lapsedAt: instantField(), refunded: refundedField().optional() }),
    /** Listed apart: the course or school was over for the student. */
    z.object({ status: z.literal('naturalEnd'), endedAt: instantField() }),
  ]),
)

/** A student who was in a class on its census date. */
export const countedStudentReply = whenAsked(() =>
  z.object({
    termId: idField('term'),
    classGroupId: idField('classGroup'),
    courseId: idField('course'),
    teacherId: idField('staff'),
    studentId: idField('student'),
    /** The one of now: transfers are followed. */
    enrollmentId: idField('enrollment'),
    learningManagerId: idField('staff').optional(),
    outcome: renewalOutcomeField(),
    /** The enrollment in the successor course. */
    promotion: z.object({ promotedAt: instantField(), enrollmentId: idField('enrollment') }).optional(),
  }),
)

/** The figures of some students, and one page of all who were counted. */
const figures = whenAsked(() => ({
  termId: idField('term'),
  censusOn: localDateField(),
  cutOffOn: localDateField(),
  /** In a class on the census date. */
  counted: z.int(),
  naturalEnds: z.int(),
  /** How the rate comes about, in the names of the fields. */
  formula: z.string(),
}))
const rateReply = whenAsked(() =>
  z.object({
    ...figures(),
    renewed: z.int(),
    lapsed: z.int(),
    open: z.int(),
    /** renewed ÷ (counted − naturalEnds) in hundredths of a percent, half to even; absent when nobody is left to count. */
    rateBasisPoints: z.int().optional(),
    ...pageOf(countedStudentReply()).shape,
  }),
)
const promotionRateReply = whenAsked(() =>
  z.object({
    ...figures(),
    promoted: z.int(),
    /** promoted ÷ (counted − naturalEnds) in hundredths of a percent, half to even; absent when nobody is left to count. */
    rateBasisPoints: z.int().optional(),
    ...pageOf(countedStudentReply()).shape,
  }),
)

const rateRoute = {
  service: 'enrollment',
  method: 'GET',
  query: () => z.object(pageQuery()),
  body: noBody,
  refusals: { censusNotTaken: 409 },
  tables: ['items', 'figures'],
} as const

export const getClassRenewals = defineRoute({
  ...rateRoute,
  id: 'getClassRenewals',
  summary: 'The renewal rate of a class, with every student counted.',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/renewals',
  roles: [...readers, 'teacher'],
  params: () => z.object({ ...campus(), classGroupId: idField('classGroup') }),
  reply: { status: 200, body: rateReply },
})

export const getCourseRenewals = defineRoute({
  ...rateRoute,
  id: 'getCourseRenewals',
  summary: 'The renewal rate of a course in a term; its students page by page, class by class.',
  path: '/campuses/{campusId}/terms/{termId}/courses/{courseId}/renewals',
  roles: readers,
  params: () => z.object({ ...campus(), termId: idField('term'), courseId: idField('course') }),
  reply: { status: 200, body: rateReply },
})

export const getTeacherRenewals = defineRoute({
  ...rateRoute,
  id: 'getTeacherRenewals',
  summary: 'The renewal rate of the classes that a teacher had on the census date; the students page by page.',
  path: '/campuses/{campusId}/terms/{termId}/teachers/{teacherId}/renewals',
  roles: readers,
  params: () => z.object({ ...campus(), termId: idField('term'), teacherId: idField('staff') }),
  reply: { status: 200, body: rateReply },
})

export const getCampusRenewals = defineRoute({
  ...rateRoute,
  id: 'getCampusRenewals',
  summary: 'The renewal rate of a campus in a term; its students page by page, class by class.',
  path: '/campuses/{campusId}/terms/{termId}/renewals',
  roles: readers,
  params: () => z.object({ ...campus(), termId: idField('term') }),
  reply: { status: 200, body: rateReply },
})

/** The figures of a campus's term, and their sums. */
const tallyFields = whenAsked(() => ({
  counted: z.int(),
  naturalEnds: z.int(),
  renewed: z.int(),
  lapsed: z.int(),
  open: z.int(),
  /** As of a class: renewed ÷ (counted − naturalEnds). */
  rateBasisPoints: z.int().optional(),
}))

export const getChainRenewals = defineRoute({
  id: 'getChainRenewals',
  service: 'enrollment',
  summary:
    'The renewal rate of the chain: of the terms counted in a period (at most a year), in all campuses that the caller sees, with each term beside it; its students are named by the renewals of the term.',
  method: 'GET',
  path: '/reports/renewals',
  roles: ['principal'],
  params: nothing,
  query: () =>
    z
      .object({ from: localDateField(), to: localDateField() })
      .refine(({ from, to }) => from <= to, { path: ['to'], error: 'is before the first day' }),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        from: localDateField(),
        to: localDateField(),
        campuses: z.int(),
        ...tallyFields(),
        /** How the rate comes about, in the names of the fields. */
        formula: z.string(),
        terms: z.array(
          z.object({
            campusId: idField('campus'),
            termId: idField('term'),
            censusOn: localDateField(),
            cutOffOn: localDateField(),
            ...tallyFields(),
          }),
        ),
      }),
  },
  refusals: { tooFarApart: 422 },
  tables: ['terms', 'figures'],
})

export const getClassPromotions = defineRoute({
  ...rateRoute,
  id: 'getClassPromotions',
  summary: 'How many of a class went on to the successor course, with every student counted.',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/promotions',
  roles: [...readers, 'teacher'],
  params: () => z.object({ ...campus(), classGroupId: idField('classGroup') }),
  reply: { status: 200, body: promotionRateReply },
})

export const getTeacherPromotions = defineRoute({
  ...rateRoute,
  id: 'getTeacherPromotions',
  summary: 'How many of the students that a teacher had on the census date went on to the successor course.',
  path: '/campuses/{campusId}/terms/{termId}/teachers/{teacherId}/promotions',
  roles: readers,
  params: () => z.object({ ...campus(), termId: idField('term'), teacherId: idField('staff') }),
  reply: { status: 200, body: promotionRateReply },
})

/** One read shows so many families: the account and the marks of each are read with it. */
export const mostWork = 20

export const listRenewalWork = defineRoute({
  id: 'listRenewalWork',
  service: 'enrollment',
  summary: 'Families to talk to about the next term, the nearest cut-off first: of a learning manager, or of nobody.',
  method: 'GET',
  path: '/campuses/{campusId}/renewal-work',
  roles: readers,
  params: () => z.object(campus()),
  query: () => z.object({ ...pageQuery(), learningManagerId: idField('staff').optional() }),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      pageOf(
        z.object({
          ...countedStudentReply().pick({ studentId: true, enrollmentId: true, classGroupId: true, termId: true })
            .shape,
          cutOffOn: localDateField(),
          status: z.literal('open'),
          remainingCentihours: centihoursField(),
          /** Hundredths of a percent; absent when no lesson was due. */
          attendanceBasisPoints: z.int().optional(),
        }),
      ),
  },
  refusals: { notYourList: 403 },
})
