import { type Centihours, centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision } from '@tutelage/shared/kernel/decision.ts'
import { type Id, isId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { type AmountMinor, multiplyRatio } from '@tutelage/shared/kernel/money.ts'
import { applyLines, type Book } from '@tutelage/shared/ledger/book.ts'
import { businessKey, type Line, type Lot, line, totalOf } from '@tutelage/shared/ledger/entry.ts'
import { grant } from '@tutelage/shared/ledger/lots.ts'
import { type Posting, post } from '@tutelage/shared/ledger/posting.ts'
import {
  type HoursAccount,
  hourAsset,
  hours,
  hoursOwed,
  hoursSold,
  income,
  payments,
  tuition,
} from '../lesson-hours/hours-account.ts'
import { type EntryFacts, posted } from '../lesson-hours/lesson-entry.ts'
import { type PurchasePart, payInto } from '../lesson-hours/purchase.ts'
import { purchaseKind } from '../lesson-hours/repayments.ts'

/** Money received for an enrollment. */
export interface Received {
  readonly paymentId: Id<'payment'>
  /** > 0 */
  readonly amountMinor: AmountMinor
  readonly paidAt: Instant
}

/** What a payment did to its account. */
export interface Booking {
  readonly account: HoursAccount
  readonly posting: Posting
  readonly openedCentihours: Centihours
}

/** The lot that a payment opens of a purchase: its hours, and its money under the same id. */
export const lotIdOf = (paymentId: Id<'payment'>, purchaseId: Id<'purchase'>): string => `${paymentId}.${purchaseId}`

/** Whether a lot came from a payment: those that a year plan opens did not. */
export const isOfPayment = (lotId: string): boolean => isId('payment', lotId.split('.')[0] ?? '')

/** The payment that a lot came from. @throws Error for a lot of no payment: a defect */
export function paymentOf(lotId: string): Id<'payment'> {
  const [paymentId = ''] = lotId.split('.')
  if (!isId('payment', paymentId)) throw new Error(`${lotId} is no payment's lot`)
  return paymentId
}

/** Hours owed were used: the money that repays them is income at once. */
function earnedLines(currency: string, granted: readonly Line[], part: PurchasePart, lot: Lot): readonly Line[] {
  const earned = multiplyRatio(part.amountMinor, totalOf(granted, hoursOwed, hourAsset), part.centihours)
  if (earned === 0) return []
  return [line(tuition, currency, -earned, lot), line(income, currency, earned, lot)]
}

function lotLines(book: Book, currency: string, part: PurchasePart, lot: Lot): readonly Line[] {
  const lines = [
    ...grant(book, { account: hours, asset: hourAsset, amount: part.centihours, from: hoursSold, lot }),
    ...grant(book, { account: tuition, asset: currency, amount: part.amountMinor, from: payments, lot }),
  ]
  return [...lines, ...earnedLines(currency, lines, part, lot)]
}

function bookingLines({ book, currency }: HoursAccount, received: Received, parts: readonly PurchasePart[]): Line[] {
  const lines: Line[] = []
  for (const part of parts) {
    const lot = { lotId: lotIdOf(received.paymentId, part.purchaseId), acquiredAt: received.paidAt }
    lines.push(...lotLines(applyLines(book, lines), currency, part, lot))
  }
  return lines
}

/**
 * Takes a payment in: its money is prepaid tuition, its hours open in proportion to the price of the purchases that it pays, the
 * oldest first, each as a lot of its own so that its hours keep their price. Owed hours are repaid first.
 * @returns the posting, or refuses `overpaid`, `opensNoHours` (see `payInto`)
 * Rule: E3, E5.
 */
export function receivePayment(
  account: HoursAccount,
  received: Received,
  facts: EntryFacts,
): Decision<Booking, 'overpaid' | 'opensNoHours'> {
  const paid = payInto(account, received.amountMinor)
  if (!paid.ok) return paid
  const { parts } = paid.value
  const lines = bookingLines(account, received, parts)
  const entry = { ...facts, kind: purchaseKind, businessKey: businessKey(purchaseKind, received.paymentId), lines }
  const posting = posted(post(account.book, entry))
  const opened = parts.reduce((sum, part) => sum + part.centihours, 0)
  return accept({
    account: { ...paid.value.account, book: posting.book },
    posting,
    openedCentihours: centihours(opened),
  })
}
