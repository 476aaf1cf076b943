import { accept, type Decision, type Refusal, refuse } from '../kernel/decision.ts'
import { isDebt, isOwned } from './account.ts'
import { applyLines, type Book, balanceOf, remainingOf } from './book.ts'
import { type LedgerEntry, type Line, type Lot, reversalKey } from './entry.ts'

/** What a use case commits together: the book with its version, and the entry under its business key, if absent. */
export interface Posting {
  readonly book: Book
  readonly entry: LedgerEntry
}

/**
 * `malformed`: no lines, an amount that is 0 or no integer, a line of an owned account without a lot, a lot whose terms changed,
 * or a reversal without the business key of a reversal. `unbalanced`: the lines of an asset do not sum to zero. `insufficient`: an
 * account would hold less than nothing, or a debt be repaid twice. `duplicate`: the business key has been posted.
 */
export type PostingRefusal = 'malformed' | 'unbalanced' | 'insufficient' | 'duplicate'

const terms = (lot: Lot): string => [lot.acquiredAt, lot.expiresAt ?? '', lot.availableFrom ?? ''].join(' ')

function hasChangedTerms(book: Book, lines: readonly Line[]): boolean {
  const known = new Map(book.lots.map((open) => [`${open.asset} ${open.lot.lotId}`, terms(open.lot)]))
  return lines.some(({ asset, lot }) => {
    if (!lot) return false
    const key = `${asset} ${lot.lotId}`
    const before = known.get(key) ?? terms(lot)
    known.set(key, before)
    return before !== terms(lot)
  })
}

function isMalformed(book: Book, entry: LedgerEntry): boolean {
  const isReversal = entry.reverses !== undefined
  const hasReversalKey = entry.businessKey === reversalKey(entry.reverses ?? entry.entryId)
  return (
    entry.lines.length === 0 ||
    entry.lines.some((line) => !Number.isSafeInteger(line.amount) || line.amount === 0) ||
    entry.lines.some((line) => !/^[A-Za-z0-9-]+$/.test(line.asset) || (isOwned(line.account) && !line.lot)) ||
    isReversal !== hasReversalKey ||
    hasChangedTerms(book, entry.lines)
  )
}

function unbalancedAsset(lines: readonly Line[]): string | undefined {
  const sums = new Map<string, number>()
  for (const { asset, amount } of lines) sums.set(asset, (sums.get(asset) ?? 0) + amount)
  return [...sums].find(([, sum]) => sum !== 0)?.[0]
}

function overdrawn(after: Book, lines: readonly Line[]): Refusal<'insufficient'> | undefined {
  for (const { account, asset, lot } of lines) {
    const missing =
      isOwned(account) && lot
        ? -remainingOf(after, account, asset, lot.lotId)
        : isDebt(account)
          ? balanceOf(after, account, asset)
          : 0
    if (missing > 0) return refuse('insufficient', { account, asset, lotId: lot?.lotId, missing })
  }
  return undefined
}

/**
 * Posts an entry to its owner's book.
 * @param book the owner's book as it was read
 * @param entry with lines drafted by `grant`, `consume`, `expire`, `confirm` and the holds, joined as one wishes
 * @param posted what the store holds under the entry's business key, when it was read; the store's own condition is what makes it sure
 * @returns the new book and the entry to append, or a refusal that names the account, the asset and what is missing
 * Rule: domain §3, Ledgers.
 */
export function post(book: Book, entry: LedgerEntry, posted?: LedgerEntry): Decision<Posting, PostingRefusal> {
  if (posted) return refuse('duplicate', { businessKey: entry.businessKey, entryId: posted.entryId })
  if (isMalformed(book, entry)) return refuse('malformed', { entryId: entry.entryId, kind: entry.kind })
  const asset = unbalancedAsset(entry.lines)
  if (asset !== undefined) return refuse('unbalanced', { entryId: entry.entryId, kind: entry.kind, asset })
  const after = applyLines(book, entry.lines)
  return overdrawn(after, entry.lines) ?? accept({ book: after, entry })
}
