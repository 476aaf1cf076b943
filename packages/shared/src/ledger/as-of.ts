import type { Instant } from '../kernel/instant.ts'
import type { Account } from './account.ts'
import { type Book, balanceOf, bookOf } from './book.ts'
import { type Asset, distinctEntries, type LedgerEntry, totalOf } from './entry.ts'

/** A moment to look back from, on either clock or both; a bound is included, an absent one is no bound. */
export interface AsOf {
  /** Entries that had happened by then. */
  readonly happenedBy?: Instant
  /** Entries that the ledger knew by then. */
  readonly recordedBy?: Instant
}

/** One entry's effect on an account, and the balance after it, in the asset's unit. */
export interface Explained {
  readonly entry: LedgerEntry
  readonly amount: number
  readonly balance: number
  /** The lots that the entry touched in this account; `remaining` is what the lot then held there. */
  readonly lots: readonly { readonly lotId: string; readonly amount: number; readonly remaining: number }[]
}

/** The entries, each once, that lie within both bounds. */
export const entriesAsOf = (entries: Iterable<LedgerEntry>, { happenedBy, recordedBy }: AsOf): readonly LedgerEntry[] =>
  distinctEntries(entries).filter(
    ({ occurredAt, recordedAt }) =>
      (happenedBy === undefined || occurredAt <= happenedBy) && (recordedBy === undefined || recordedAt <= recordedBy),
  )

/** The book as it was: what replaying the entries within both bounds gives. */
export const bookAsOf = (entries: Iterable<LedgerEntry>, asOf: AsOf): Book => bookOf(entriesAsOf(entries, asOf))

/**
 * An account's balance as it was, in the asset's unit.
 * @param entries of one owner, in any order
 * Rule: domain §3 (Ledgers), E8.
 */
export const balanceAsOf = (entries: Iterable<LedgerEntry>, account: Account, asset: Asset, asOf: AsOf = {}): number =>
  balanceOf(bookAsOf(entries, asOf), account, asset)

const byTime = (a: LedgerEntry, b: LedgerEntry): number => {
  const keyOf = (entry: LedgerEntry) => `${entry.occurredAt} ${entry.recordedAt} ${entry.entryId}`
  return keyOf(a) < keyOf(b) ? -1 : 1
}

/**
 * The entries behind a balance, in the order in which they happened; the last balance is `balanceAsOf`.
 * @param entries of one owner, in any order
 * Rule: domain §3 (every number shown can be explained), E8.
 */
export function explain(
  entries: Iterable<LedgerEntry>,
  account: Account,
  asset: Asset,
  asOf: AsOf = {},
): readonly Explained[] {
  const ofLots = new Map<string, number>()
  let balance = 0
  return [...entriesAsOf(entries, asOf)].sort(byTime).flatMap((entry) => {
    const lines = entry.lines.filter((each) => each.account === account && each.asset === asset)
    if (lines.length === 0) return []
    const amount = totalOf(lines, account, asset)
    balance += amount
    const byLot = Map.groupBy(lines, ({ lot }) => lot?.lotId)
    const lots = [...byLot].flatMap(([lotId, ofLot]) => {
      if (lotId === undefined) return []
      const remaining = (ofLots.get(lotId) ?? 0) + totalOf(ofLot, account, asset)
      ofLots.set(lotId, remaining)
      return [{ lotId, amount: totalOf(ofLot, account, asset), remaining }]
    })
    return [{ entry, amount, balance, lots }]
  })
}
