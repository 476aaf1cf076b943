import { type Centihours, centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { type AmountMinor, amountMinor, multiplyRatio } from '@tutelage/shared/kernel/money.ts'
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
  outstanding,
  payments,
  tuition,
} from '../lesson-hours/hours-account.ts'
import { type EntryFacts, posted } from '../lesson-hours/lesson-entry.ts'
import { purchaseKind } from '../lesson-hours/repayments.ts'

/** Money received for an enrollment. */
export interface Received {
  readonly paymentId: Id<'payment'>
  /** > 0 */
  readonly amountMinor: AmountMinor
  readonly paidAt: Instant
}

/** What a payment did to its account. */
export interface Purchase {
  readonly posting: Posting
  readonly receivedMinor: AmountMinor
  readonly openedCentihours: Centihours
}

/** Hours open once this much of the price was received: in proportion, rounded half to even, the last of them only by the last. */
function openedBy(account: HoursAccount, receivedMinor: number): number {
  const { boughtCentihours, priceMinor } = account
  if (receivedMinor === priceMinor) return boughtCentihours
  return Math.min(multiplyRatio(boughtCentihours, receivedMinor, priceMinor), boughtCentihours - 1)
}

/** What a payment gives: so many hours for so much money, as one lot. */
interface Opening {
  readonly centihours: number
  readonly amountMinor: AmountMinor
  readonly lot: Lot
}

/** Hours owed were used: the money that repays them is income at once. */
function earnedLines(currency: string, granted: readonly Line[], opening: Opening): readonly Line[] {
  const { amountMinor: amount, centihours: opened, lot } = opening
  const earned = multiplyRatio(amount, totalOf(granted, hoursOwed, hourAsset), opened)
  if (earned === 0) return []
  return [line(tuition, currency, -earned, lot), line(income, currency, earned, lot)]
}

function purchaseLines({ book, currency }: HoursAccount, opening: Opening): readonly Line[] {
  const { amountMinor: amount, centihours: opened, lot } = opening
  const lines = [
    ...grant(book, { account: hours, asset: hourAsset, amount: opened, from: hoursSold, lot }),
    ...grant(book, { account: tuition, asset: currency, amount, from: payments, lot }),
  ]
  return [...lines, ...earnedLines(currency, lines, opening)]
}

/**
 * Takes a payment in: its money is prepaid tuition, its hours open in proportion to the price, and the payment that completes
 * the price opens what remains, so that all lots add up to the hours bought. Owed hours are repaid first.
 * @returns the posting, or refuses `overpaid` with what is still `outstandingMinor`, `opensNoHours` when the amount is too small
 * to open a hundredth of an hour
 * Rule: E3, E5.
 */
export function receivePayment(
  account: HoursAccount,
  received: Received,
  facts: EntryFacts,
): Decision<Purchase, 'overpaid' | 'opensNoHours'> {
  if (received.amountMinor > outstanding(account)) {
    return refuse('overpaid', { outstandingMinor: outstanding(account), amountMinor: received.amountMinor })
  }
  const receivedMinor = account.receivedMinor + received.amountMinor
  const opened = openedBy(account, receivedMinor) - openedBy(account, account.receivedMinor)
  if (opened < 1) return refuse('opensNoHours', { amountMinor: received.amountMinor })
  const lot = { lotId: received.paymentId, acquiredAt: received.paidAt }
  const lines = purchaseLines(account, { centihours: opened, amountMinor: received.amountMinor, lot })
  const entry = { ...facts, kind: purchaseKind, businessKey: businessKey(purchaseKind, received.paymentId), lines }
  return accept({
    posting: posted(post(account.book, entry)),
    receivedMinor: amountMinor(receivedMinor),
    openedCentihours: centihours(opened),
  })
}
