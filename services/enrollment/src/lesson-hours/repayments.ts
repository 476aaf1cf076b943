import { multiplyRatio } from '@tutelage/shared/kernel/money.ts'
import type { Book } from '@tutelage/shared/ledger/book.ts'
import { distinctEntries, type LedgerEntry, type Line, type Lot, line, totalOf } from '@tutelage/shared/ledger/entry.ts'
import { repay } from '@tutelage/shared/ledger/lots.ts'
import { releaseLines } from '@tutelage/shared/ledger/release.ts'
import { debtReturned, hourAsset, hours, hoursOwed, income, tuition } from './hours-account.ts'

/** The kinds of entries by which owed hours are repaid, and by which a repayment is undone. */
export const purchaseKind = 'hoursPurchased'
export const repaidKind = 'owedHoursRepaid'
export const undoneKind = 'repaymentUndone'

/** What one purchase repaid of owed hours: its hours and the money that became income with them. */
interface Repayment {
  readonly lot: Lot
  readonly centihours: number
  readonly releasedMinor: number
}

const byLatest = (a: Repayment, b: Repayment): number =>
  `${a.lot.acquiredAt} ${a.lot.lotId}` < `${b.lot.acquiredAt} ${b.lot.lotId}` ? 1 : -1

/** What each purchase repaid and has not got back, the latest purchase first. */
function repaymentsIn(entries: Iterable<LedgerEntry>, currency: string): readonly Repayment[] {
  const lines = distinctEntries(entries)
    .filter(({ kind }) => [purchaseKind, repaidKind, undoneKind].includes(kind))
    .flatMap((entry) => entry.lines)
  const byLot = Map.groupBy(lines, ({ lot }) => lot?.lotId ?? '')
  return [...byLot.values()]
    .flatMap((ofLot): Repayment[] => {
      const lot = ofLot[0]?.lot
      const centihours = totalOf(ofLot, hoursOwed, hourAsset)
      return lot && centihours > 0 ? [{ lot, centihours, releasedMinor: totalOf(ofLot, income, currency) }] : []
    })
    .sort(byLatest)
}

/**
 * The lines by which hours that repaid a debt go back to their purchases, with their money: the latest first. What no purchase of
 * this account repaid was taken over by the enrollment in another class; it comes back from there. The debt is
 * open again afterwards, so that the deduction that made it can be reversed exactly.
 * @param amount centihours, at most what was repaid or taken over
 * Rule: E7, E10.
 */
export function undoRepayments(entries: Iterable<LedgerEntry>, currency: string, amount: number): readonly Line[] {
  let left = amount
  const undone = repaymentsIn(entries, currency).flatMap(({ lot, centihours, releasedMinor }) => {
    const part = Math.min(left, centihours)
    left -= part
    if (part === 0) return []
    const money = multiplyRatio(releasedMinor, part, centihours)
    const ofMoney = [line(income, currency, -money, lot), line(tuition, currency, money, lot)]
    return [line(hoursOwed, hourAsset, -part, lot), line(hours, hourAsset, part, lot), ...(money === 0 ? [] : ofMoney)]
  })
  return left === 0 ? undone : [...undone, ...debtComesBack(left)]
}

/** A debt that was taken over by another enrollment is this one's again, and is owed from there. */
const debtComesBack = (centihours: number): readonly Line[] => [
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
