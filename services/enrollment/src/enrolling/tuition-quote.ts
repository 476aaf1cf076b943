import type { DiscountPolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import type { AppliedRule } from '@tutelage/shared/contracts/enrollment/price-fields.ts'
import type { Centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import {
  type AmountMinor,
  amountMinor,
  multiplyRatio,
  multiplyRatios,
  type Ratio,
} from '@tutelage/shared/kernel/money.ts'
import { type ListPrice, quotePrice } from '../catalogue/list-price.ts'

/** A price that a rise since then does not touch: the list price of that day. */
export type KeptPrice =
  | { readonly rule: 'enrollmentPrice' | 'honoraryPrice'; readonly priceOf: LocalDate }
  | { readonly rule: 'examPriceLock'; readonly priceOf: LocalDate; readonly examId: Id<'exam'> }

/** What a family pays less: the largest that it has a right to. */
export type Discount =
  | { readonly rule: 'tierDiscount'; readonly tier: string; readonly basisPoints: number }
  | { readonly rule: 'annualDiscount'; readonly basisPoints: number }
  /** What is paid of the list price is told exactly; in hundredths of a percent it is rounded. */
  | { readonly rule: 'honoraryDiscount'; readonly basisPoints: number; readonly paid: Ratio }

/** What makes a price beside the list. */
export interface PriceTerms {
  readonly prices: readonly ListPrice[]
  readonly on: LocalDate
  readonly kept: readonly KeptPrice[]
  readonly discount?: Discount | undefined
}

/** A price with the rules that made it, which add up to it. */
export interface TuitionQuote {
  readonly priceMinor: AmountMinor
  /** The one of the day, kept or not. */
  readonly listPrice: ListPrice
  readonly rules: readonly AppliedRule[]
}

const whole = 10_000

/** The kept price that is the lowest of those below the list price of the day. */
function lowestKept({ prices, kept }: PriceTerms, hours: Centihours, listMinor: AmountMinor) {
  const lower = kept.flatMap((each) => {
    const then = quotePrice(prices, hours, each.priceOf)
    return then.ok && then.value.priceMinor < listMinor ? [{ each, ...then.value }] : []
  })
  return lower.sort((a, b) => a.priceMinor - b.priceMinor)[0]
}

const ruleOf = (discount: Discount) => {
  if (discount.rule !== 'honoraryDiscount') return discount
  const { rule, basisPoints } = discount
  return { rule, basisPoints }
}

/**
 * The price of some hours: by the list of the day, or by the list of an earlier day that the student keeps, less the discount.
 * Rounded once, half to even; the amounts of the rules add up to it.
 * @returns the quote, or refuses `noListPrice`, `nothingToPay`
 * Rule: E3, E4, Y3.
 */
export function quoteTuitionBy(
  terms: PriceTerms,
  hours: Centihours,
): Decision<TuitionQuote, 'noListPrice' | 'nothingToPay'> {
  const { prices, on, discount } = terms
  const list = quotePrice(prices, hours, on)
  if (!list.ok) return list
  const { priceMinor: listMinor, listPrice } = list.value
  const rules: AppliedRule[] = [{ rule: 'listPrice', amountMinor: listMinor }]
  const kept = lowestKept(terms, hours, listMinor)
  if (kept) rules.push({ ...kept.each, amountMinor: kept.priceMinor - listMinor })
  if (!discount || discount.basisPoints === 0)
    return accept({ priceMinor: kept?.priceMinor ?? listMinor, listPrice, rules })
  const { amountMinor: of, perCentihours } = kept?.listPrice ?? listPrice
  const paid: Ratio = discount.rule === 'honoraryDiscount' ? discount.paid : [whole - discount.basisPoints, whole]
  const price = multiplyRatios(of, [[hours, perCentihours], paid])
  if (price === 0) return refuse('nothingToPay', { centihours: hours })
  rules.push({ ...ruleOf(discount), amountMinor: price - (kept?.priceMinor ?? listMinor) })
  return accept({ priceMinor: amountMinor(price), listPrice, rules })
}

/** What an honorary student pays less than the list of the day on which the six-year plan was signed. Rule: E11 (source). */
export const honoraryDiscount = ({
  pricePerYearMinor,
  listPerYearMinor,
}: {
  readonly pricePerYearMinor: AmountMinor
  readonly listPerYearMinor: AmountMinor
}): Discount => ({
  rule: 'honoraryDiscount',
  basisPoints: whole - multiplyRatio(whole, pricePerYearMinor, listPerYearMinor),
  paid: [pricePerYearMinor, listPerYearMinor],
})

/** The larger of two discounts. */
export const larger = (a: Discount, b: Discount | undefined): Discount => (b && b.basisPoints > a.basisPoints ? b : a)

/**
 * The discount that a student has a right to: the annual one, or that of the household's tier. The annual one is the largest.
 * Rule: Y3.
 */
export function discountFor(
  { tiers, annualBasisPoints }: DiscountPolicy,
  { tier, isAnnual }: { readonly tier: string | undefined; readonly isAnnual: boolean },
): Discount | undefined {
  if (isAnnual && annualBasisPoints > 0) return { rule: 'annualDiscount', basisPoints: annualBasisPoints }
  const ofTier = tiers.find((each) => each.tier === tier)
  return ofTier && { rule: 'tierDiscount', tier: ofTier.tier, basisPoints: ofTier.basisPoints }
}

/**
 * Prices that a rise does not touch: while an exam is near, the list price as it was when its days began.
 * @param exams registered, in any order
 * Rule: E4.
 */
export const keptForExams = (
  exams: readonly { readonly examId: Id<'exam'>; readonly heldOn: LocalDate }[],
  { today, daysBefore }: { readonly today: LocalDate; readonly daysBefore: number },
): readonly KeptPrice[] =>
  exams
    .map(({ examId, heldOn }) => ({
      rule: 'examPriceLock' as const,
      examId,
      heldOn,
      priceOf: addDays(heldOn, -daysBefore),
    }))
    .filter(({ heldOn, priceOf }) => priceOf <= today && today <= heldOn)
    .map(({ rule, examId, priceOf }) => ({ rule, examId, priceOf }))
