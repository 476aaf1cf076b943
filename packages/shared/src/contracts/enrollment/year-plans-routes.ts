import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import {
  amountField,
  centihoursField,
  currencyField,
  idField,
  instantField,
  lineField,
  localDateField,
  pageOf,
  pageQuery,
  textField,
} from '../fields.ts'
import { enrollmentReply } from './enrolling-routes.ts'
import { paymentMeansField, terminationReasonField } from './events.ts'
import { instalmentField } from './plan-fields.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofPlan = whenAsked(() => z.object({ ...campus(), yearPlanId: idField('yearPlan') }))
const sellers = ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'] as const
const cashiers = ['principal', 'campusManager', 'frontDesk', 'finance'] as const
const enders = ['principal', 'campusManager', 'finance'] as const
const readers = [...sellers, 'finance'] as const

/** More classes than this one plan never has. */
export const mostPlanClasses = 100

/** What is to be completed: these courses, or so many of any. */
export const agreedCoursesField = whenAsked(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('courses'), courseIds: z.array(idField('course')).min(1).max(40) }),
    z.object({ kind: z.literal('count'), count: z.int().min(1).max(40) }),
  ]),
)

export const yearPlanQuote = whenAsked(() =>
  z.object({
    years: z.int(),
    startsOn: localDateField(),
    /** The last day. */
    endsOn: localDateField(),
    pricePerYearMinor: amountField(),
    listPerYearMinor: amountField(),
    priceMinor: amountField(),
    /** What the same years cost by the list. */
    listMinor: amountField(),
    depositMinor: amountField(),
    currency: currencyField(),
    /** From when the price of these years holds. */
    effectiveFrom: localDateField(),
    /** The price that an honorary student keeps. */
    honorary: z.boolean(),
    instalments: z.array(instalmentField()),
  }),
)

/** Where a deposit stands: it is held, and then refunded or forfeited, whole. */
export const depositField = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('due') }),
    z.object({ status: z.literal('held'), paymentId: idField('payment'), heldAt: instantField() }),
    z.object({
      status: z.literal('refunded'),
      paymentId: idField('payment'),
      refundId: idField('refund'),
      refundedAt: instantField(),
    }),
    z.object({ status: z.literal('forfeited'), paymentId: idField('payment'), forfeitedAt: instantField() }),
  ]),
)

/** Where a plan stands. */
export const yearPlanStateField = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('active') }),
    z.object({ status: z.literal('completed'), completedAt: instantField() }),
    z.object({ status: z.literal('left'), leftAt: instantField(), reason: textField(500) }),
    z.object({ status: z.literal('expired'), expiredAt: instantField() }),
  ]),
)

export const completedCourseField = whenAsked(() =>
  z.object({ enrollmentId: idField('enrollment'), courseId: idField('course'), completedAt: instantField() }),
)

/** A plan as it was signed, with what was paid and completed. */
export const yearPlanReply = whenAsked(() =>
  z.object({
    yearPlanId: idField('yearPlan'),
    studentId: idField('student'),
    householdId: idField('household'),
    ...yearPlanQuote().omit({ effectiveFrom: true, honorary: true }).shape,
    signedOn: localDateField(),
    agreed: agreedCoursesField(),
    completed: z.array(completedCourseField()),
    enrollmentIds: z.array(idField('enrollment')),
    receivedMinor: amountField(),
    deposit: depositField(),
    state: yearPlanStateField(),
  }),
)

/** Lessons used under a plan and what they cost by the list of the day on which each was held. */
const usedLessons = whenAsked(() => ({
  usedLessons: z.int(),
  usedCentihours: centihoursField(),
  usedListMinor: amountField(),
}))
const planMoney = whenAsked(() =>
  z.object({
    /** A liability: not earned by lessons yet. */
    prepaidMinor: amountField(),
    incomeMinor: amountField(),
    refundedMinor: amountField(),
    depositHeldMinor: amountField(),
  }),
)

export const planPaymentReply = whenAsked(() =>
  z.object({
    paymentId: idField('payment'),
    yearPlanId: idField('yearPlan'),
    purpose: z.enum(['deposit', 'tuition']),
    amountMinor: amountField(),
    currency: currencyField(),
    means: paymentMeansField(),
    reference: lineField(100),
    paidAt: instantField(),
  }),
)

/** What of one payment goes back the way it came. */
const shareField = whenAsked(() =>
  z.object({ paymentId: idField('payment'), means: paymentMeansField(), amountMinor: amountField() }),
)

export const exitQuoteField = whenAsked(() =>
  z.object({
    yearPlanId: idField('yearPlan'),
    currency: currencyField(),
    paidMinor: amountField(),
    ...usedLessons(),
    /** What was used at the plan's price: income before the exit. */
    earnedMinor: amountField(),
    /** DiscountClawback: what the list price of the used lessons adds to it. */
    discountClawbackMinor: amountField(),
    /** Used lessons at list price beyond all that was paid; it is not asked for. */
    uncoveredMinor: amountField(),
    forfeitedDepositMinor: amountField(),
    refundMinor: amountField(),
    shares: z.array(shareField()),
  }),
)

export const quoteYearPlan = defineRoute({
  id: 'quoteYearPlan',
  service: 'enrollment',
  summary: 'What a year plan costs on a day (today, if none is named), with its instalments. Books nothing.',
  method: 'POST',
  path: '/campuses/{campusId}/year-plans/quotes',
  roles: sellers,
  params: () => z.object(campus()),
  query: nothing,
  body: () =>
    z.object({
      years: z.int().min(1).max(6),
      startsOn: localDateField().optional(),
      on: localDateField().optional(),
      /** An honorary student keeps the six-year price. */
      studentId: idField('student').optional(),
    }),
  reply: { status: 200, body: yearPlanQuote },
  refusals: { noOffer: 409 },
  idempotency: 'none',
})

export const signYearPlan = defineRoute({
  id: 'signYearPlan',
  service: 'enrollment',
  summary: 'Signs a year plan for a student at the price of today, which then stays.',
  method: 'POST',
  path: '/campuses/{campusId}/year-plans',
  roles: sellers,
  params: () => z.object(campus()),
  query: nothing,
  body: () =>
    z.object({
      studentId: idField('student'),
      years: z.int().min(1).max(6),
      startsOn: localDateField().optional(),
      agreed: agreedCoursesField(),
      /** What the family was told; refused when the price is another by now. */
      quotedPriceMinor: amountField(),
    }),
  reply: { status: 201, body: yearPlanReply },
  refusals: { noOffer: 409, priceChanged: 409, planOpen: 409, startsInThePast: 422 },
  idempotency: 'required',
})

export const getYearPlan = defineRoute({
  id: 'getYearPlan',
  service: 'enrollment',
  summary: 'One year plan: years, agreed and completed courses, used lessons and their list price, money.',
  method: 'GET',
  path: '/campuses/{campusId}/year-plans/{yearPlanId}',
  roles: readers,
  params: ofPlan,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: () => yearPlanReply().extend({ ...usedLessons(), money: planMoney() }) },
  refusals: {},
})

const receipt = whenAsked(() => ({
  means: paymentMeansField().exclude(['gateway']),
  /** Receipt number, bank reference: what names this money wherever it came from. */
  reference: lineField(100),
}))

export const payDeposit = defineRoute({
  id: 'payDeposit',
  service: 'enrollment',
  summary: 'Takes the deposit of a year plan, whole: it is held.',
  method: 'POST',
  path: '/campuses/{campusId}/year-plans/{yearPlanId}/deposit',
  roles: cashiers,
  params: ofPlan,
  query: nothing,
  body: () => z.object({ amountMinor: amountField(), ...receipt() }),
  reply: { status: 201, body: planPaymentReply },
  refusals: { planEnded: 409, depositNotDue: 409, notTheDeposit: 422, referenceUsed: 409 },
  idempotency: 'required',
})

export const payYearPlan = defineRoute({
  id: 'payYearPlan',
  service: 'enrollment',
  summary: 'Takes tuition of a year plan, for no more months ahead than the campus may charge.',
  method: 'POST',
  path: '/campuses/{campusId}/year-plans/{yearPlanId}/payments',
  roles: cashiers,
  params: ofPlan,
  query: nothing,
  body: () =>
    z.object({
      amountMinor: amountField().refine((value) => value > 0, { error: 'must be more than nothing' }),
      ...receipt(),
    }),
  reply: { status: 201, body: planPaymentReply },
  refusals: {
    planEnded: 409,
    depositNotHeld: 409,
    overpaid: 409,
    referenceUsed: 409,
    prepaymentTooEarly: 409,
    prepaymentTooManyMonths: 409,
  },
  idempotency: 'required',
})

export const enrollUnderPlan = defineRoute({
  id: 'enrollUnderPlan',
  service: 'enrollment',
  summary: 'Enrolls the student of a year plan in a class group: the plan opens the hours of its lessons to come.',
  method: 'POST',
  path: '/campuses/{campusId}/year-plans/{yearPlanId}/enrollments',
  roles: sellers,
  params: ofPlan,
  query: nothing,
  body: () => z.object({ classGroupId: idField('classGroup'), learningManagerId: idField('staff').optional() }),
  reply: { status: 201, body: enrollmentReply },
  refusals: {
    planEnded: 409,
    depositNotHeld: 409,
    tooManyPlanClasses: 409,
    classOver: 409,
    noListPrice: 409,
    alreadyEnrolled: 409,
    classFull: 409,
    otherHorizon: 409,
    notAdmitted: 409,
    studentBusy: 409,
    tooManyClasses: 409,
  },
  idempotency: 'required',
})

export const quoteExit = defineRoute({
  id: 'quoteExit',
  service: 'enrollment',
  summary: 'What leaving a year plan would charge, forfeit and give back now. Changes nothing.',
  method: 'GET',
  path: '/campuses/{campusId}/year-plans/{yearPlanId}/exit-quote',
  roles: readers,
  params: ofPlan,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: exitQuoteField },
  refusals: { planEnded: 409, tooManyPayments: 409 },
})

export const leaveYearPlan = defineRoute({
  id: 'leaveYearPlan',
  service: 'enrollment',
  summary: 'Ends a year plan early, as the quote showed; refused when it is another amount by now.',
  method: 'POST',
  path: '/campuses/{campusId}/year-plans/{yearPlanId}/exit',
  roles: enders,
  params: ofPlan,
  query: nothing,
  body: () => z.object({ refundMinor: amountField(), why: terminationReasonField(), reason: textField(500) }),
  reply: { status: 201, body: exitQuoteField },
  refusals: { planEnded: 409, tooManyPayments: 409, amountChanged: 409 },
  idempotency: 'required',
})

const share = whenAsked(() =>
  z.object({
    students: z.int(),
    /** Of all students, in hundredths of a percent; absent when there are none. */
    basisPoints: z.int().optional(),
    goalBasisPoints: z.int(),
  }),
)

export const getYearPlanShares = defineRoute({
  id: 'getYearPlanShares',
  service: 'enrollment',
  summary: 'How many of the students are on a year plan, and on one of three years or more.',
  method: 'GET',
  path: '/campuses/{campusId}/reports/year-plan-shares',
  roles: ['principal', 'campusManager', 'finance'],
  params: () => z.object(campus()),
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        students: z.int(),
        onYearPlan: share(),
        onThreeYearsOrMore: share(),
        /** How the shares come about, in the names of the fields. */
        formula: z.string(),
      }),
  },
  refusals: {},
  tables: ['figures'],
})

export const listCountedStudents = defineRoute({
  id: 'listCountedStudents',
  service: 'enrollment',
  summary: 'Every student who counts for the shares on year plans, and for which of them.',
  method: 'GET',
  path: '/campuses/{campusId}/reports/year-plan-students',
  roles: getYearPlanShares.roles,
  params: () => z.object(campus()),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      pageOf(
        z.object({
          studentId: idField('student'),
          /** Of the plan that is open; 0 for none. */
          years: z.int(),
          onYearPlan: z.boolean(),
          onThreeYearsOrMore: z.boolean(),
        }),
      ),
  },
  refusals: {},
  tables: ['items'],
})
