import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { multiplyRatio } from '@tutelage/shared/kernel/money.ts'
import type { Book } from '@tutelage/shared/ledger/book.ts'
import { distinctEntries, type LedgerEntry, type Line, type Lot, line, totalOf } from '@tutelage/shared/ledger/entry.ts'
import { repay } from '@tutelage/shared/ledger/lots.ts'
import { releaseLines } from '@tutelage/shared/ledger/release.ts'
import { debtReturned, hourAsset, hours, hoursOwed, income, tuition } from './hours-account.ts'
import { moneyMovedAt } from './movements.ts'

/** The kinds of entries by which owed hours are repaid, and by which a repayment is undone. */
export const purchaseKind = 'hoursPurchased'
export const repaidKind = 'owedHoursRepaid'
export const undoneKind = 'repaymentUndone'

/** What one purchase repaid of owed hours at one moment: its hours and the money that became income with them. */
interface Repayment {
  readonly lot: Lot
  readonly at: Instant
  readonly centihours: number
  readonly releasedMinor: number
}

const orderOf = ({ lot, at }: Repayment): string => `${lot.acquiredAt} ${lot.lotId} ${at}`

const byLatest = (a: Repayment, b: Repayment): number => (orderOf(a) < orderOf(b) ? 1 : -1)

/** What each purchase repaid and has not got back, the latest purchase first, and of each the latest repayment. */
function repaymentsIn(entries: Iterable<LedgerEntry>, currency: string): readonly Repayment[] {
  const ofLots = distinctEntries(entries)
    .filter(({ kind }) => [purchaseKind, repaidKind, undoneKind].includes(kind))
    .flatMap((entry) =>
      entry.lines.flatMap((each) => {
        const { lot } = each
        return lot ? [{ lot, each, at: moneyMovedAt(entry, lot) }] : []
      }),
    )
  const together = Map.groupBy(ofLots, ({ lot, at }) => `${lot.lotId} ${at}`)
  return [...together.values()]
    .flatMap((some): Repayment[] => {
      const lines = some.map(({ each }) => each)
      const centihours = totalOf(lines, hoursOwed, hourAsset)
      const releasedMinor = totalOf(lines, income, currency)
      return some[0] && centihours > 0 ? [{ lot: some[0].lot, at: some[0].at, centihours, releasedMinor }] : []
    })
    .sort(byLatest)
}

/** Lines that undo repayments, as of one moment. */
export interface Undone {
  readonly occurredAt: Instant
  readonly lines: readonly Line[]
}

/** An account's entries, and what of its repayments is to be undone. */
interface ToUndo {
  readonly entries: Iterable<LedgerEntry>
  readonly currency: string
  /** Centihours, at most what was repaid or taken over. */
  readonly amount: number
  /** As of when a debt comes back that another enrollment had taken over. */
  readonly at: Instant
}

/**
 * The lines by which hours that repaid a debt go back to their purchases, with their money: the latest first, each as of the moment
 * of its repayment, so that it was never earned. What no purchase of this account repaid was taken over by the enrollment in another
 * class; it comes back from there. The debt is open again afterwards, so that the deduction that made it can be reversed exactly.
 * Rule: E7, E10.
 */
export function undoRepayments({ entries, currency, amount, at }: ToUndo): readonly Undone[] {
  let left = amount
  const undone = repaymentsIn(entries, currency).flatMap(({ lot, at, centihours, releasedMinor }) => {
    const part = Math.min(left, centihours)
    left -= part
    if (part === 0) return []
    const money = multiplyRatio(releasedMinor, part, centihours)
    const ofHours = [line(hoursOwed, hourAsset, -part, lot), line(hours, hourAsset, part, lot)]
    const ofMoney = [line(income, currency, -money, lot), line(tuition, currency, money, lot)]
    return [{ occurredAt: at, lines: money === 0 ? ofHours : [...ofHours, ...ofMoney] }]
  })
  if (left > 0) undone.push({ occurredAt: at, lines: debtComesBack(left) })
  return [...Map.groupBy(undone, ({ occurredAt }) => occurredAt)].map(([occurredAt, some]) => ({
    occurredAt,
    lines: some.flatMap(({ lines }) => lines),
  }))
}

/** A debt that was taken over by another enrollment is this one's again, and is owed from there. */
const debtComesBack = (centihours: number): Line[] => [
  { account: hoursOwed, asset: hourAsset, amount: -centihours },
  { account: debtReturned, asset: hourAsset, amount: centihours },
]

/**
 * The lines by which hours at hand repay what is owed; their money becomes income, since those lessons were held.
 * @returns none when nothing is owed or nothing is at hand
 * Rule: E5, E7.
 */
export function repayOwedHours(book: Book, currency: string, at: LedgerEntry['occurredAt']): readonly Line[] {
  const lines = repay(book, hours, hourAsset, at)
  const taken = lines.flatMap(({ account, amount, lot }) =>
    account === hours && lot ? [{ account, lot, amount: -amount }] : [],
  )
  return [...lines, ...releaseLines(book, hourAsset, taken, { from: tuition, asset: currency, to: income })]
}
