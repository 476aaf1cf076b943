import type { Centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { type AmountMinor, amountMinor, multiplyRatio } from '@tutelage/shared/kernel/money.ts'

/** What hours of a course cost from a day on. */
export interface ListPrice {
  readonly courseId: Id<'course'>
  readonly effectiveFrom: LocalDate
  /** Of `perCentihours` hundredths of an hour, both > 0. */
  readonly amountMinor: AmountMinor
  readonly perCentihours: Centihours
  readonly currency: string
}

/** What some hours cost, and by which list price. */
export interface Quote {
  readonly priceMinor: AmountMinor
  readonly listPrice: ListPrice
}

/**
 * The price of some hours on a day: by the latest list price that holds then, rounded once, half to even.
 * @param prices of one course, in any order
 * @returns the quote, or refuses `noListPrice` before the first of them, `nothingToPay` for hours too few to cost anything
 * Rule: E1, E3.
 */
export function quotePrice(
  prices: readonly ListPrice[],
  centihours: Centihours,
  on: LocalDate,
): Decision<Quote, 'noListPrice' | 'nothingToPay'> {
  const [listPrice] = prices
    .filter(({ effectiveFrom }) => effectiveFrom <= on)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))
  if (!listPrice) return refuse('noListPrice', { on })
  const priceMinor = amountMinor(multiplyRatio(listPrice.amountMinor, centihours, listPrice.perCentihours))
  return priceMinor > 0 ? accept({ priceMinor, listPrice }) : refuse('nothingToPay', { centihours })
}
