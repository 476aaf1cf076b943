import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { debtOf, pendingOf } from '@tutelage/shared/ledger/account.ts'
import { type AsOf, entriesAsOf } from '@tutelage/shared/ledger/as-of.ts'
import { type Book, bookOf, lotsOf } from '@tutelage/shared/ledger/book.ts'
import { type LedgerEntry, totalOf } from '@tutelage/shared/ledger/entry.ts'
import { available, isExpired } from '@tutelage/shared/ledger/lots.ts'
import { owedPoints, pointsAccount, pointsAsset } from './points-ledger.ts'

/** What a member has at a moment, in points. */
export interface PointsSummary {
  readonly available: number
  /** In lots whose refund window is open. */
  readonly pending: number
  readonly owed: number
}

const waits = (availableFrom: Instant | undefined, at: Instant): boolean =>
  availableFrom === undefined || at < availableFrom

/** What a book says at a moment. Rule: Y4. */
export function summaryOf(book: Book, at: Instant): PointsSummary {
  const pending = lotsOf(book, pendingOf(pointsAccount), pointsAsset)
    .filter(({ lot }) => waits(lot.availableFrom, at) && !isExpired(lot, at))
    .reduce((sum, { remaining }) => sum + remaining, 0)
  return { available: available(book, pointsAccount, pointsAsset, at), pending, owed: owedPoints(book) }
}

/** The lots that are open at a moment, earliest expiry first. */
function openLots(book: Book, at: Instant) {
  return [...lotsOf(book, pointsAccount, pointsAsset), ...lotsOf(book, pendingOf(pointsAccount), pointsAsset)]
    .filter(({ lot }) => !isExpired(lot, at))
    .map(({ lot, remaining }) => ({
      lotId: lot.lotId,
      points: remaining,
      ...(lot.availableFrom && { spendableFrom: lot.availableFrom }),
      ...(lot.expiresAt && { expiresAt: lot.expiresAt }),
    }))
    .sort((a, b) => ((a.expiresAt ?? '~') < (b.expiresAt ?? '~') ? -1 : 1))
}

const accounts = [pointsAccount, pendingOf(pointsAccount), debtOf(pointsAccount)] as const

/**
 * A member's points at a moment, with the entries behind them.
 * @param entries every entry of the member
 * @param asOf which of them count: what had happened, and what was known; absent bounds are none
 * @param at the moment that decides what waits and what has expired
 * Rule: domain §3 (every number shown can be explained), Y4.
 */
export function statementOf(entries: readonly LedgerEntry[], asOf: AsOf, at: Instant) {
  const orderOf = (entry: LedgerEntry): string => `${entry.occurredAt} ${entry.recordedAt} ${entry.entryId}`
  const known = [...entriesAsOf(entries, asOf)].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
  let balance = 0
  const explained = known.map(({ entryId, kind, businessKey, occurredAt, recordedAt, causationId, lines }) => {
    const points = accounts.reduce((sum, account) => sum + totalOf(lines, account, pointsAsset), 0)
    balance += points
    return { entryId, kind, businessKey, occurredAt, recordedAt, causedBy: causationId, points, balance }
  })
  const book = bookOf(known)
  return { ...summaryOf(book, at), lots: openLots(book, at), entries: explained }
}
