import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { amountField, centihoursField, currencyField, idField, instantField, localDateField } from '../fields.ts'
import { horizonField, listPriceReply } from './catalogue-routes.ts'
import { terminationReasonField } from './events.ts'
import { planField } from './plan-fields.ts'
import { appliedPrepayment, appliedRule, prepaymentRefusals } from './price-fields.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const sellers = ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'] as const
const bought = whenAsked(() => centihoursField().refine((value) => value > 0, { error: 'must be more than nothing' }))

/** Where an enrollment stands; one that is terminated or transferred has no seat any more. Rule: E3, E6, E10, E13. */
export const enrollmentStateField = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('active') }),
    z.object({ status: z.literal('completed'), completedAt: instantField() }),
    z.object({ status: z.literal('terminated'), terminatedAt: instantField(), why: terminationReasonField() }),
    z.object({
      status: z.literal('transferred'),
      transferredAt: instantField(),
      toEnrollmentId: idField('enrollment'),
    }),
  ]),
)

/** An enrollment as it was agreed; what is left of it is its balance. */
export const enrollmentReply = whenAsked(() =>
  z.object({
    enrollmentId: idField('enrollment'),
    studentId: idField('student'),
    householdId: idField('household'),
    classGroupId: idField('classGroup'),
    courseId: idField('course'),
    termId: idField('term'),
    leadId: idField('lead').optional(),
    learningManagerId: idField('staff').optional(),
    /** The enrollment that it goes on from, in another class. */
    fromEnrollmentId: idField('enrollment').optional(),
    /** The year plan that opens its hours; it has no price of its own then. */
    yearPlanId: idField('yearPlan').optional(),
    centihours: centihoursField(),
    /** Agreed once; a rise never touches it. */
    priceMinor: amountField().optional(),
    currency: currencyField(),
    startsOn: localDateField(),
    enrolledAt: instantField(),
    /** Of one that goes on from another class of its course: since when it keeps its price. */
    pricedAt: instantField().optional(),
    status: z.enum(['active', 'completed', 'terminated', 'transferred']),
    /** Where it stands, with when and why. */
    state: enrollmentStateField(),
  }),
)

export const quoteTuition = defineRoute({
  id: 'quoteTuition',
  service: 'enrollment',
  summary: 'What hours in a class group cost on a day (today, if none is named), and by which rules. Books nothing.',
  method: 'POST',
  path: '/campuses/{campusId}/quotes',
  roles: sellers,
  params: () => z.object(campus()),
  query: nothing,
  body: () =>
    z.object({
      classGroupId: idField('classGroup'),
      centihours: bought(),
      on: localDateField().optional(),
      /** Whose discounts and exams count. */
      studentId: idField('student').optional(),
      /** More hours of this enrollment, which keeps its price. */
      enrollmentId: idField('enrollment').optional(),
    }),
  reply: {
    status: 200,
    body: () =>
      z.object({
        classGroupId: idField('classGroup'),
        centihours: centihoursField(),
        quotedOn: localDateField(),
        priceMinor: amountField(),
        currency: currencyField(),
        listPrice: listPriceReply(),
        rules: z.array(appliedRule()),
        prepayment: appliedPrepayment(),
      }),
  },
  refusals: { noListPrice: 409, nothingToPay: 422, otherClass: 422, ...prepaymentRefusals },
  idempotency: 'none',
})

export const enrollStudent = defineRoute({
  id: 'enrollStudent',
  service: 'enrollment',
  summary: 'Enrolls a student in a class group at the list price of today, which then stays.',
  method: 'POST',
  path: '/campuses/{campusId}/enrollments',
  roles: sellers,
  params: () => z.object(campus()),
  query: nothing,
  body: () =>
    z.object({
      studentId: idField('student'),
      classGroupId: idField('classGroup'),
      centihours: bought(),
      /** A class for learners of the other horizon is refused. */
      horizon: horizonField().default('longTerm'),
      /** The lead that this closes, to be sure that it is the student's. */
      leadId: idField('lead').optional(),
      /** Who looks after the family from now on. */
      learningManagerId: idField('staff').optional(),
      /** What the family was told; refused when the price is another by now. */
      quotedPriceMinor: amountField().optional(),
      /** When it is to be paid; all at once by the policy's day when absent. */
      plan: planField().optional(),
    }),
  reply: { status: 201, body: enrollmentReply },
  refusals: {
    leadNotTheirs: 422,
    classFull: 409,
    alreadyEnrolled: 409,
    noListPrice: 409,
    nothingToPay: 422,
    priceChanged: 409,
    planNotThePrice: 422,
    ...prepaymentRefusals,
    otherHorizon: 409,
    notAdmitted: 409,
    studentBusy: 409,
    tooManyClasses: 409,
  },
  idempotency: 'required',
})

export const getEnrollment = defineRoute({
  id: 'getEnrollment',
  service: 'enrollment',
  summary: 'One enrollment.',
  method: 'GET',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}',
  roles: staffRoles,
  params: () => z.object({ ...campus(), enrollmentId: idField('enrollment') }),
  query: nothing,
  body: noBody,
  reply: { status: 200, body: enrollmentReply },
  refusals: {},
  hidden: { priceMinor: ['teacher'] },
})

export const listClassEnrollments = defineRoute({
  id: 'listClassEnrollments',
  service: 'enrollment',
  summary: 'Who sits in a class group, by ids.',
  method: 'GET',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/enrollments',
  roles: staffRoles,
  params: () => z.object({ ...campus(), classGroupId: idField('classGroup') }),
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        items: z.array(z.object({ studentId: idField('student'), enrollmentId: idField('enrollment') })),
      }),
  },
  refusals: {},
})
