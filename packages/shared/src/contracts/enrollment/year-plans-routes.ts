import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { amountField, idField, lineField, localDateField, textField } from '../fields.ts'
import { enrollmentReply } from './enrolling-routes.ts'
import { paymentMeansField, terminationReasonField } from './events.ts'
import {
  agreedCoursesField,
  exitQuoteField,
  planMoney,
  planPaymentReply,
  usedLessons,
  yearPlanQuote,
  yearPlanReply,
} from './year-plan-fields.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofPlan = whenAsked(() => z.object({ ...campus(), yearPlanId: idField('yearPlan') }))
const sellers = ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'] as const
const cashiers = ['principal', 'campusManager', 'frontDesk', 'finance'] as const
const enders = ['principal', 'campusManager', 'finance'] as const
const readers = [...sellers, 'finance'] as const

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
    classOutsidePlan: 409,
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
