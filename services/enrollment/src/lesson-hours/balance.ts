import { type Centihours, centihours } from '@tutelage/shared/kernel/centihours.ts'
import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import { type AsOf, entriesAsOf } from '@tutelage/shared/ledger/as-of.ts'
import { balanceOf, bookOf } from '@tutelage/shared/ledger/book.ts'
import { type LedgerEntry, totalOf } from '@tutelage/shared/ledger/entry.ts'
import {
  type HoursAccount,
  hourAsset,
  hours,
  hoursOwed,
  hoursRefunded,
  hoursUsed,
  income,
  payments,
  tuition,
} from './hours-account.ts'
import { subjectOf } from './lesson-entry.ts'

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
  /** The entries behind it, in the order in which they happened. */
  readonly entries: readonly ExplainedEntry[]
}

/** One entry's effect and what was left after it; hours owed count as less than none. */
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

/**
 * Hours and money of an enrollment at a moment, with every entry behind them.
 * @param history of this account, in any order
 * @param asOf by when it had happened, and by when it was recorded
 * Rule: E8, domain §3 (asOf, explained).
 */
export function balanceOn(account: HoursAccount, history: readonly LedgerEntry[], asOf: AsOf): Balance {
  const { currency, boughtCentihours, priceMinor } = account
  const entries = entriesAsOf(history, asOf)
  const book = bookOf(entries)
  const { received, refunded } = cashOf(entries, currency)
  // A lesson before its payment: as of then its hours were owed, whichever purchase they were booked to since.
  const left = balanceOf(book, hours, hourAsset) + balanceOf(book, hoursOwed, hourAsset)
  return {
    hours: {
      boughtCentihours,
      remainingCentihours: centihours(Math.max(0, left)),
      owedCentihours: centihours(Math.max(0, -left)),
      usedCentihours: centihours(balanceOf(book, hoursUsed, hourAsset)),
      refundedCentihours: centihours(balanceOf(book, hoursRefunded, hourAsset)),
    },
    money: {
      priceMinor,
      receivedMinor: amountMinor(received),
      refundedMinor: amountMinor(refunded),
      prepaidMinor: amountMinor(balanceOf(book, tuition, currency)),
      incomeMinor: amountMinor(balanceOf(book, income, currency)),
      outstandingMinor: amountMinor(priceMinor - received),
    },
    entries: explained(entries, currency),
  }
}
