import type { Instant } from '../kernel/instant.ts'
import { distinctEntries, type LedgerEntry } from './entry.ts'

/** A moment to look back from, on either clock or both; a bound is included, an absent one is no bound. */
export interface AsOf {
  /** Entries that had happened by then. */
  readonly happenedBy?: Instant
  /** Entries that the ledger knew by then. */
  readonly recordedBy?: Instant
}

/**
 * The entries, each once, that lie within both bounds: their `bookOf` is the book as it was.
 * @param entries of one owner, in any order
 * Rule: domain §3 (Ledgers), E8.
 */
export const entriesAsOf = (entries: Iterable<LedgerEntry>, { happenedBy, recordedBy }: AsOf): readonly LedgerEntry[] =>
  distinctEntries(entries).filter(
    ({ occurredAt, recordedAt }) =>
      (happenedBy === undefined || occurredAt <= happenedBy) && (recordedBy === undefined || recordedAt <= recordedBy),
  )
