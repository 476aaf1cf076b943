import { type Instant, laterOf } from '@tutelage/shared/kernel/instant.ts'
import { distinctEntries, type LedgerEntry, type Line, type Lot } from '@tutelage/shared/ledger/entry.ts'
import { hourAsset } from './hours-account.ts'

/** When an entry moved the money of a lot: at the lesson or, where that was before its payment, by the payment. */
export const moneyMovedAt = ({ occurredAt }: LedgerEntry, { acquiredAt }: Lot): Instant =>
  laterOf(occurredAt, acquiredAt)

/** When a line took effect: hours were used at the lesson, whenever they were paid. */
const movedAt = (entry: LedgerEntry, { asset, lot }: Line): Instant =>
  asset === hourAsset || !lot ? entry.occurredAt : moneyMovedAt(entry, lot)

/**
 * Entries by when they took effect. A lesson that is marked after its payment was received, though it was held before, deducts the
 * hours of the lot that the payment opened, and so moves its money: the part of the entry that does is told apart, as of the payment,
 * as it would be had the lesson been marked first. Each part sums to zero, since the lines of a lot do.
 * @param entries of any books, in any order
 * @returns each entry once, as it is or in such parts
 * Rule: E5, domain §3 (asOf; no spendable account goes below zero).
 */
export const movementsOf = (entries: Iterable<LedgerEntry>): readonly LedgerEntry[] =>
  distinctEntries(entries).flatMap((entry) =>
    [...Map.groupBy(entry.lines, (line) => movedAt(entry, line))].map(([occurredAt, lines]) => ({
      ...entry,
      occurredAt,
      lines,
    })),
  )
