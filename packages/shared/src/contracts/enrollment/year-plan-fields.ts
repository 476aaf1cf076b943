import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import {
  amountField,
  centihoursField,
  currencyField,
  idField,
  instantField,
  lineField,
  localDateField,
  textField,
} from '../fields.ts'
import { paymentMeansField } from './events.ts'
import { instalmentField } from './plan-fields.ts'

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
export const usedLessons = whenAsked(() => ({
  usedLessons: z.int(),
  usedCentihours: centihoursField(),
  usedListMinor: amountField(),
}))
export const planMoney = whenAsked(() =>
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
