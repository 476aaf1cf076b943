import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { idField, localDateField } from '../fields.ts'

/**
 * A rule that made a price, and what it added (or, below 0, took off). The first is the list price of the day; all add up to the
 * price. Rule: E4, Y3.
 */
export const appliedRule = whenAsked(() =>
  z.object({
    rule: z.enum([
      'listPrice',
      'enrollmentPrice',
      'examPriceLock',
      'honoraryPrice',
      'tierDiscount',
      'annualDiscount',
      'honoraryDiscount',
      'agreedBeforeTransfer',
      'prepaidBeforeTransfer',
      'usedBeforeTransfer',
    ]),
    amountMinor: z.int(),
    /** Of a discount, in hundredths of a percent. */
    basisPoints: z.int().optional(),
    tier: z.string().optional(),
    examId: idField('exam').optional(),
    /** The day whose list price is kept. */
    priceOf: localDateField().optional(),
  }),
)
export type AppliedRule = z.output<ReturnType<typeof appliedRule>>

/** How the prepayment policy sees a charge that it lets pass. Rule: E5. */
export const appliedPrepayment = whenAsked(() =>
  z.object({
    rule: z.literal('prepayment'),
    lessons: z.int(),
    mostLessons: z.int(),
    /** The day of the last lesson that is paid for; absent when none is ahead. */
    paidUntil: localDateField().optional(),
    /** No later than this. */
    latest: localDateField(),
    mostMonths: z.int(),
    /** No charge before this day. */
    earliest: localDateField(),
  }),
)
export type AppliedPrepayment = z.output<ReturnType<typeof appliedPrepayment>>

/** A charge beyond the prepayment policy is refused by the rule that it breaks, with its figures. Rule: E5. */
export const prepaymentRefusals = {
  prepaymentTooManyMonths: 409,
  prepaymentTooManyLessons: 409,
  prepaymentTooEarly: 409,
} as const
