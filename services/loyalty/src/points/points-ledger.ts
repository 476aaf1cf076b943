import { accept, type Decision } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { addMs, type Instant } from '@tutelage/shared/kernel/instant.ts'
import { external, pendingOf, spendable } from '@tutelage/shared/ledger/account.ts'
import type { Book } from '@tutelage/shared/ledger/book.ts'
import {
  type BusinessKey,
  businessKey,
  type LedgerEntry,
  type Line,
  type Lot,
  reversalKey,
  totalOf,
} from '@tutelage/shared/ledger/entry.ts'
import { consume, expire, grant, nextExpiry, owed, repay } from '@tutelage/shared/ledger/lots.ts'
import { post } from '@tutelage/shared/ledger/posting.ts'
import { reverse } from '@tutelage/shared/ledger/reversal.ts'

/** A member's points that can be spent; `pendingOf` it those that wait, `debtOf` it what is owed. */
export const pointsAccount = spendable('points')
export const pointsAsset = 'points'
const earnedAccount = external('pointsEarned')
const redeemedAccount = external('pointsRedeemed')
const expiredAccount = external('pointsExpired')

/** A book, and the entries posted since it was read. */
export interface Posted {
  readonly book: Book
  readonly entries: readonly LedgerEntry[]
}

/** Who posts: when, because of what, and which id the entry of a business key has. */
export interface Poster {
  readonly now: Instant
  readonly causationId: string
  readonly entryIdOf: (key: BusinessKey) => Id<'entry'>
}

/** What happened and when, and the parts of the key under which it is posted once. */
export interface Happening {
  readonly kind: 'pointsEarned' | 'pointsRedeemed' | 'pointsExpired' | 'debtRepaid'
  readonly key: readonly string[]
  readonly occurredAt: Instant
}

/** What our own drafts are refused for is a defect: they are balanced and checked by the ledger's rules. */
function certain<T>(decision: Decision<T>): T {
  if (!decision.ok) throw new Error(`the points ledger refused ${decision.code}`)
  return decision.value
}

function posted({ book, entries }: Posted, poster: Poster, happening: Happening, lines: readonly Line[]): Posted {
  const { kind, key, occurredAt } = happening
  const { now, causationId, entryIdOf } = poster
  const business = businessKey(kind, ...key)
  const facts = { entryId: entryIdOf(business), businessKey: business, kind, occurredAt, recordedAt: now, causationId }
  const { book: after, entry } = certain(post(book, { ...facts, lines }))
  return { book: after, entries: [...entries, entry] }
}

/**
 * Grants a lot of points, to wait when the lot says from when it is available; a debt is repaid first.
 * @param points an integer > 0
 * Rule: Y4.
 */
export function grantPoints(
  before: Posted,
  poster: Poster,
  { lot, points, ...happening }: Happening & { readonly lot: Lot; readonly points: number },
): Posted {
  const account = lot.availableFrom === undefined ? pointsAccount : pendingOf(pointsAccount)
  const granted = { account, asset: pointsAsset, amount: points, from: earnedAccount, lot }
  return posted(before, poster, happening, grant(before.book, granted))
}

/**
 * Takes a grant back whole: what is left of its lot, what expired of it, and what was spent as a debt.
 * @param history every entry of the member
 * Rule: Y4.
 */
export function takeBackGrant(
  before: Posted,
  poster: Poster,
  {
    original,
    occurredAt,
    history,
  }: {
    readonly original: LedgerEntry
    readonly occurredAt: Instant
    readonly history: readonly LedgerEntry[]
  },
): Posted {
  const { now, causationId, entryIdOf } = poster
  const entryId = entryIdOf(reversalKey(original.entryId))
  const expired = { to: expiredAccount, entries: [...history, ...before.entries] }
  const facts = { entryId, kind: 'pointsReversed', occurredAt, recordedAt: now, causationId }
  const { book, entry } = certain(reverse(before.book, original, { ...facts, onSpent: 'debt', expired }))
  return { book, entries: [...before.entries, entry] }
}

/**
 * Repays what is owed from the points that can be spent at a moment, as far as they go.
 * Rule: Y4, a debt that later earnings repay.
 */
export function repayDebt(before: Posted, poster: Poster, happening: Happening): Posted {
  const lines = repay(before.book, pointsAccount, pointsAsset, happening.occurredAt)
  return lines.length === 0 ? before : posted(before, poster, happening, lines)
}

/**
 * Spends points, those that expire first.
 * @param points an integer > 0
 * @returns the book after it, or refuses `insufficientPoints` with `available` and `missing`
 * Rule: Y5.
 */
export function spendPoints(
  before: Posted,
  poster: Poster,
  { points, ...happening }: Happening & { readonly points: number },
): Decision<Posted, 'insufficientPoints'> {
  const lines = consume(before.book, {
    account: pointsAccount,
    asset: pointsAsset,
    amount: points,
    to: redeemedAccount,
    order: 'earliestExpiry',
    at: happening.occurredAt,
  })
  if (!lines.ok) {
    const { available, missing } = lines.details
    return { ok: false, code: 'insufficientPoints', details: { available, missing } }
  }
  return accept(posted(before, poster, happening, lines.value))
}

/**
 * Expires the lots whose moment came first, and only those; what is owed is repaid from them before.
 * @param key unique for this change of the book
 * @returns nothing when no lot has expired by now
 * Rule: Y4, lots expire, earliest first.
 */
export function expireNext(before: Posted, poster: Poster, key: readonly string[]): Posted | undefined {
  const at = nextExpiry(before.book, pointsAccount, pointsAsset)
  if (at === undefined || at > poster.now) return undefined
  const repaid = repayDebt(before, poster, { kind: 'debtRepaid', key, occurredAt: addMs(at, -1) })
  const lines = expire(repaid.book, { account: pointsAccount, asset: pointsAsset, to: expiredAccount, at })
  return lines.length === 0 ? repaid : posted(repaid, poster, { kind: 'pointsExpired', key, occurredAt: at }, lines)
}

/** Points that an entry granted; 0 for any that granted none. */
export const grantedBy = ({ lines }: LedgerEntry): number => -totalOf(lines, earnedAccount, pointsAsset)

/** Points that an entry let expire; 0 for any other. */
export const expiredBy = (entry: LedgerEntry): number =>
  entry.reverses === undefined ? totalOf(entry.lines, expiredAccount, pointsAsset) : 0

/** What is owed by later earnings, ≥ 0. */
export const owedPoints = (book: Book): number => owed(book, pointsAccount, pointsAsset)

/** When the next lot expires. */
export const nextPointsExpiry = (book: Book): Instant | undefined => nextExpiry(book, pointsAccount, pointsAsset)
