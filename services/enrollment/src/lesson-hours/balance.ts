import { type Centihours, centihours } from '@tutelage/shared/kernel/centihours.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import type { AsOf } from '@tutelage/shared/ledger/as-of.ts'
import { applyLines, balanceOf, emptyBook } from '@tutelage/shared/ledger/book.ts'
import { type LedgerEntry, totalOf } from '@tutelage/shared/ledger/entry.ts'
import {
  type HoursAccount,
  hourAsset,
  hours,
  hoursOwed,
  hoursRefunded,
  hoursUsed,
  hoursUsedBefore,
  income,
  payments,
  tuition,
} from './hours-account.ts'
import { subjectOf } from './lesson-entry.ts'
import { movementsOf } from './movements.ts'

/** What an account held at a moment, in centihours and in the minor unit. */
export interface Balance {
  readonly hours: {
    readonly boughtCentihours: Centihours
    readonly remainingCentihours: Centihours
    readonly owedCentihours: Centihours
    readonly usedCentihours: Centihours
    readonly refundedCentihours: Centihours
  }
  readonly money: {
    readonly priceMinor: AmountMinor
    readonly receivedMinor: AmountMinor
    readonly refundedMinor: AmountMinor
    readonly prepaidMinor: AmountMinor
    readonly incomeMinor: AmountMinor
    readonly outstandingMinor: AmountMinor
  }
  /** The entries behind it, in the order in which they took effect. */
  readonly entries: readonly ExplainedEntry[]
}

/** One entry's effect, or that of a part of it (see `movementsOf`), and what was left after it; hours owed count as less than none. */
export interface ExplainedEntry {
  readonly entry: LedgerEntry
  readonly subjectId: string
  readonly centihours: number
  readonly remainingCentihours: number
  readonly prepaidMinor: number
  readonly remainingPrepaidMinor: number
}

const orderOf = ({ occurredAt, recordedAt, entryId }: LedgerEntry): string => `${occurredAt} ${recordedAt} ${entryId}`

const byTime = (a: LedgerEntry, b: LedgerEntry): number => (orderOf(a) < orderOf(b) ? -1 : 1)

function explained(entries: readonly LedgerEntry[], currency: string): readonly ExplainedEntry[] {
  let remainingCentihours = 0
  let remainingPrepaidMinor = 0
  return [...entries].sort(byTime).map((entry) => {
    const change = totalOf(entry.lines, hours, hourAsset) + totalOf(entry.lines, hoursOwed, hourAsset)
    const prepaidMinor = totalOf(entry.lines, tuition, currency)
    remainingCentihours += change
    remainingPrepaidMinor += prepaidMinor
    const subjectId = subjectOf(entry)
    return { entry, subjectId, centihours: change, remainingCentihours, prepaidMinor, remainingPrepaidMinor }
  })
}

/** Cash received and given back, told apart by the sign of each line. */
function cashOf(entries: readonly LedgerEntry[], currency: string) {
  const amounts = entries
    .flatMap(({ lines }) => lines)
    .filter(({ account, asset }) => account === payments && asset === currency)
    .map(({ amount }) => amount)
  const received = amounts.filter((amount) => amount < 0).reduce((sum, amount) => sum - amount, 0)
  const refunded = amounts.filter((amount) => amount > 0).reduce((sum, amount) => sum + amount, 0)
  return { received, refunded }
}

/** What was agreed on by a moment; what was given up counts until it was. */
function agreedBy(purchases: readonly AgreedHours[], { happenedBy, recordedBy }: AsOf) {
  const [until = '~'] = [happenedBy ?? '~', recordedBy ?? '~'].sort()
  const agreed = purchases.filter(({ purchasedAt }) => purchasedAt <= until)
  const givenUp = agreed.flatMap((each) => (each.givenUp && each.givenUp.at <= until ? [each.givenUp] : []))
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)
  return {
    bought: sum(agreed.map((each) => each.centihours)) - sum(givenUp.map((each) => each.centihours)),
    price: sum(agreed.map((each) => each.priceMinor)) - sum(givenUp.map((each) => each.priceMinor)),
  }
}

/** What had taken effect by a moment of what was known by another. */
const movementsAsOf = (history: readonly LedgerEntry[], { happenedBy, recordedBy }: AsOf): readonly LedgerEntry[] =>
  movementsOf(history).filter(
    ({ occurredAt, recordedAt }) => occurredAt <= (happenedBy ?? '~') && recordedAt <= (recordedBy ?? '~'),
  )

/** Hours agreed on at a price, and what of them was given up. */
interface AgreedHours {
  readonly centihours: number
  readonly priceMinor: number
  readonly purchasedAt: Instant
  readonly givenUp?: { readonly at: Instant; readonly centihours: number; readonly priceMinor: number }
}

/** An account with what was agreed on, and its entries in any order. */
export interface ToldAccount {
  readonly account: Pick<HoursAccount, 'currency'>
  readonly purchases: readonly AgreedHours[]
  readonly history: readonly LedgerEntry[]
}

/**
 * Hours and money of an enrollment at a moment, with every entry behind them.
 * @param asOf by when it had happened, and by when it was recorded
 * Rule: E8, domain §3 (asOf, explained).
 */
export function balanceOn({ account, purchases, history }: ToldAccount, asOf: AsOf): Balance {
  const { currency } = account
  const { bought, price } = agreedBy(purchases, asOf)
  const entries = movementsAsOf(history, asOf)
  const book = applyLines(
    emptyBook,
    entries.flatMap(({ lines }) => lines),
  )
  const { received, refunded } = cashOf(entries, currency)
  // A lesson before its payment: as of then its hours were owed, whichever purchase they were booked to since.
  const left = balanceOf(book, hours, hourAsset) + balanceOf(book, hoursOwed, hourAsset)
  const used = balanceOf(book, hoursUsed, hourAsset) + balanceOf(book, hoursUsedBefore, hourAsset)
  return {
    hours: {
      boughtCentihours: centihours(bought),
      remainingCentihours: centihours(Math.max(0, left)),
      owedCentihours: centihours(Math.max(0, -left)),
      usedCentihours: centihours(used),
      refundedCentihours: centihours(balanceOf(book, hoursRefunded, hourAsset)),
    },
    money: {
      priceMinor: amountMinor(price),
      receivedMinor: amountMinor(received),
      refundedMinor: amountMinor(refunded),
      prepaidMinor: amountMinor(balanceOf(book, tuition, currency)),
      incomeMinor: amountMinor(balanceOf(book, income, currency)),
      outstandingMinor: amountMinor(price - received),
    },
    entries: explained(entries, currency),
  }
}
