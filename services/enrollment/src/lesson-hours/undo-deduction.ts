import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Book } from '@tutelage/shared/ledger/book.ts'
import { businessKey, type LedgerEntry, totalOf } from '@tutelage/shared/ledger/entry.ts'
import { owed } from '@tutelage/shared/ledger/lots.ts'
import { type Posting, post } from '@tutelage/shared/ledger/posting.ts'
import { reverse } from '@tutelage/shared/ledger/reversal.ts'
import { type HoursAccount, hourAsset, hours, hoursOwed } from './hours-account.ts'
import { type EntryFacts, posted } from './lesson-entry.ts'
import { repaidKind, repayOwedHours, undoneKind, undoRepayments } from './repayments.ts'

/** A deduction that is to be undone, as the correction tells it. */
export interface Undoing {
  readonly original: LedgerEntry
  /** Every entry of the account; needed only when hours owed by the original were repaid since. */
  readonly entries: readonly LedgerEntry[]
  /** For the reversal and, where hours were owed, for what goes before and after it. */
  nextEntryId(): Id<'entry'>
}

type Moment = Omit<EntryFacts, 'entryId'>

/** True when hours that the original left owed have been repaid, so that its history is needed to undo it. */
export const isRepaid = (book: Book, original: LedgerEntry): boolean =>
  -totalOf(original.lines, hoursOwed, hourAsset) > owed(book, hours, hourAsset)

function reopenDebt({ book, currency }: HoursAccount, undoing: Undoing, at: Moment): Posting[] {
  const { original, entries } = undoing
  const amount = -totalOf(original.lines, hoursOwed, hourAsset) - owed(book, hours, hourAsset)
  if (amount <= 0) return []
  const postings: Posting[] = []
  for (const undone of undoRepayments({ entries, currency, amount, at: at.occurredAt })) {
    const key = businessKey(undoneKind, original.entryId, undone.occurredAt)
    const facts = { ...at, ...undone, entryId: undoing.nextEntryId(), kind: undoneKind, businessKey: key }
    postings.push(posted(post(postings.at(-1)?.book ?? book, facts)))
  }
  return postings
}

function repayDebts(account: HoursAccount, { original, nextEntryId }: Undoing, at: Moment): Posting[] {
  const { book, currency } = account
  const lines = repayOwedHours(book, currency, at.occurredAt)
  if (lines.length === 0) return []
  const key = businessKey(repaidKind, original.entryId)
  return [posted(post(book, { ...at, entryId: nextEntryId(), kind: repaidKind, businessKey: key, lines }))]
}

/**
 * Undoes a deduction exactly, down to the purchase. Hours that it left owed and a later purchase repaid go back to that purchase
 * first; hours that it gives back repay what other lessons left owed.
 * @param at when it happened (as the original did) and when we learnt of it
 * @returns the postings, in order: one, unless hours were owed; the last one's book is the account's
 * Rule: E7, domain §3 (Ledgers).
 */
export function undoDeduction(account: HoursAccount, undoing: Undoing, at: Moment): readonly Posting[] {
  const reopened = reopenDebt(account, undoing, at)
  const { original } = undoing
  const facts = { ...at, entryId: undoing.nextEntryId(), kind: 'deductionReversed', onSpent: 'refuse' as const }
  const reversed = posted(reverse(reopened.at(-1)?.book ?? account.book, original, facts))
  return [...reopened, reversed, ...repayDebts({ ...account, book: reversed.book }, undoing, at)]
}
