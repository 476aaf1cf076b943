import { type Centihours, centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import { remainingOf } from '@tutelage/shared/ledger/book.ts'
import { businessKey } from '@tutelage/shared/ledger/entry.ts'
import { consume } from '@tutelage/shared/ledger/lots.ts'
import { type Posting, post } from '@tutelage/shared/ledger/posting.ts'
import { type HoursAccount, hourAsset, hours, hoursRefunded, payments, tuition } from '../lesson-hours/hours-account.ts'
import { type EntryFacts, posted } from '../lesson-hours/lesson-entry.ts'

/** What is to be asked of a payment before it is refunded. */
export interface RefundQuestion {
  readonly paymentId: Id<'payment'>
  readonly paidOn: LocalDate
  readonly today: LocalDate
  readonly refundWindowDays: number
}

/** What a refund of a payment gives back: its hours not used and what was paid for them. */
export interface RefundQuote {
  readonly centihours: Centihours
  readonly amountMinor: AmountMinor
}

/**
 * What a refund would give back now: all that is left of the payment's lot. The same books give the same quote.
 * @returns the quote, or refuses `refundWindowClosed` with the last day, `nothingToRefund` when all of its hours were used
 * Rule: E13.
 */
export function quoteRefund(
  account: HoursAccount,
  { paymentId, paidOn, today, refundWindowDays }: RefundQuestion,
): Decision<RefundQuote, 'refundWindowClosed' | 'nothingToRefund'> {
  const lastDay = addDays(paidOn, refundWindowDays)
  if (today > lastDay) return refuse('refundWindowClosed', { lastDay })
  const left = remainingOf(account.book, hours, hourAsset, paymentId)
  if (left === 0) return refuse('nothingToRefund', { paymentId })
  const money = remainingOf(account.book, tuition, account.currency, paymentId)
  return accept({ centihours: centihours(left), amountMinor: amountMinor(money) })
}

/**
 * Gives back what the quote says: the hours are given up, their prepaid money is no longer owed as lessons but paid out.
 * @param sequence how many refunds the payment had before: a correction may free hours for another
 * Rule: E13.
 */
export function postRefund(
  account: HoursAccount,
  { paymentId, quote, sequence }: { paymentId: Id<'payment'>; quote: RefundQuote; sequence: number },
  facts: EntryFacts,
): Posting {
  const kind = 'tuitionRefunded'
  const lines = posted(
    consume(account.book, {
      account: hours,
      asset: hourAsset,
      amount: quote.centihours,
      to: hoursRefunded,
      order: 'oldest',
      at: facts.occurredAt,
      lotIds: [paymentId],
      release: { from: tuition, asset: account.currency, to: payments },
    }),
  )
  return posted(
    post(account.book, { ...facts, kind, businessKey: businessKey(kind, paymentId, String(sequence)), lines }),
  )
}
