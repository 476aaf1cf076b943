import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Book } from '@tutelage/shared/ledger/book.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import { type Adjustment, adjustmentsFor } from './earnings.ts'
import { grantPoints, owedPoints, type Posted, type Poster, repayDebt, takeBackGrant } from './points-ledger.ts'
import { isPaid, type PaidFact, type TuitionFact } from './tuition-fact.ts'

/** What a change did to the points of one payment. */
export interface SettledChange {
  readonly adjustment: Adjustment
  readonly fact: PaidFact
  /** More (> 0) or fewer points than before. */
  readonly change: number
  /** What had been spent of those taken back. */
  readonly debt: number
  /** The reversal, where there was something to reverse. */
  readonly reversal?: LedgerEntry
}

/** The book after a payment or refund, the facts with what is granted now, and what changed. */
export interface Settled extends Posted {
  readonly facts: readonly TuitionFact[]
  readonly changes: readonly SettledChange[]
}

/** All that settling a member's tuition needs. */
export interface Unsettled {
  readonly book: Book
  /** Every payment that is known, the new one or the one with the new refund among them. */
  readonly facts: readonly TuitionFact[]
  /** Every entry; needed once something was granted before. */
  readonly history: readonly LedgerEntry[]
  /** The refund that was just heard of. */
  readonly heard?: Id<'refund'> | undefined
  /** Unique for this change of the book. */
  readonly key: readonly string[]
}

function takenBack(
  before: Posted,
  poster: Poster,
  fact: PaidFact,
  {
    history,
    occurredAt,
  }: {
    readonly history: readonly LedgerEntry[]
    readonly occurredAt: PaidFact['paidAt']
  },
): { readonly posted: Posted; readonly reversal?: LedgerEntry } {
  const { entryId } = fact.granted
  if (entryId === undefined) return { posted: before }
  const original = [...history, ...before.entries].find((entry) => entry.entryId === entryId)
  if (!original) throw new Error(`the entry of ${fact.paymentId} is missing`)
  const posted = takeBackGrant(before, poster, { original, occurredAt, history })
  const reversal = posted.entries.at(-1)
  return { posted, ...(reversal && { reversal }) }
}

function grantedAnew(before: Posted, poster: Poster, fact: PaidFact, { points, occurredAt }: Adjustment) {
  const revision = fact.granted.revision + 1
  if (points === 0) return { posted: before, fact: { ...fact, granted: { points, revision } } }
  // The same lot with the same terms: however often it is granted anew, it is this payment's.
  const { spendableFrom, expiresAt } = fact.terms
  const lot = { lotId: fact.paymentId, acquiredAt: fact.paidAt, availableFrom: spendableFrom, expiresAt }
  const key = [fact.paymentId, String(revision)]
  const posted = grantPoints(before, poster, { kind: 'pointsEarned', key, occurredAt, lot, points })
  const entryId = posted.entries.at(-1)?.entryId
  return { posted, fact: { ...fact, granted: { points, revision, entryId } } }
}

function adjusted(before: Settled, poster: Poster, adjustment: Adjustment, history: readonly LedgerEntry[]): Settled {
  const { paymentId, points, occurredAt } = adjustment
  const fact = before.facts.filter(isPaid).find((known) => known.paymentId === paymentId)
  if (!fact) throw new Error(`${paymentId} is not known`)
  const taken = takenBack(before, poster, fact, { history, occurredAt })
  const granted = grantedAnew(taken.posted, poster, fact, adjustment)
  const settledChange = {
    adjustment,
    fact: granted.fact,
    change: points - fact.granted.points,
    debt: Math.max(0, owedPoints(granted.posted.book) - owedPoints(before.book)),
    ...(taken.reversal && { reversal: taken.reversal }),
  }
  return {
    ...granted.posted,
    facts: before.facts.map((known) => (known.paymentId === paymentId ? granted.fact : known)),
    changes: [...before.changes, settledChange],
  }
}

/**
 * Makes the ledger say what the known payments and refunds say. A part is taken back by reversing the whole grant and
 * granting what is left anew, with the old dates.
 * Rule: Y4.
 */
export function settleTuition(unsettled: Unsettled, poster: Poster): Settled {
  const { book, facts, history, heard, key } = unsettled
  const start: Settled = { book, entries: [], facts, changes: [] }
  const settled = adjustmentsFor(facts, heard).reduce(
    (before, adjustment) => adjusted(before, poster, adjustment, history),
    start,
  )
  const repaid = repayDebt(settled, poster, { kind: 'debtRepaid', key, occurredAt: poster.now })
  return { ...settled, ...repaid }
}
