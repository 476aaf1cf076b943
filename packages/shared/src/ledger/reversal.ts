import { accept, type Decision, refuse } from '../kernel/decision.ts'
import { debtOf, type ExternalAccount, isHeld, isOwned, type OwnedAccount, pendingOf, spendableOf } from './account.ts'
import { applyLines, type Book, remainingOf } from './book.ts'
import { distinctEntries, type LedgerEntry, type Line, type Lot, line, reversalKey } from './entry.ts'
import { type Posting, type PostingRefusal, post } from './posting.ts'

/** The reversal's own facts; its business key follows from the entry that it reverses. */
export interface ReversalRequest
  extends Pick<LedgerEntry, 'entryId' | 'kind' | 'occurredAt' | 'recordedAt' | 'causationId'> {
  /** What of a granted lot has been spent is owed as a debt, or the reversal is refused. */
  readonly onSpent: 'debt' | 'refuse'
  /**
   * What has expired is not owed: where it went, and the entries that touched the lot. Absent: it is as if spent. Once a grant has
   * been reversed, its expiry is not.
   */
  readonly expired?: { readonly to: ExternalAccount; readonly entries: readonly LedgerEntry[] }
  /** The reversal that the store already holds, when it was read. */
  readonly posted?: LedgerEntry | undefined
}

/** A grant's line on an owned account, to be undone. */
interface GrantedLine extends Line {
  readonly account: OwnedAccount
  readonly lot: Lot
}

/** True when the entry brought the line's lot to its owner; false when it moved it between accounts or took of it. */
function isGranted(original: LedgerEntry, candidate: Line): candidate is GrantedLine {
  if (!isOwned(candidate.account) || candidate.amount < 0 || !candidate.lot) return false
  const { lotId } = candidate.lot
  const toOwner = original.lines
    .filter(({ account, asset, lot }) => isOwned(account) && asset === candidate.asset && lot?.lotId === lotId)
    .reduce((sum, { amount }) => sum + amount, 0)
  return toOwner > 0
}

function expiredOf({ asset, lot }: GrantedLine, expired: ReversalRequest['expired']): number {
  if (!expired) return 0
  return distinctEntries(expired.entries)
    .flatMap((entry) => entry.lines)
    .filter((each) => each.account === expired.to && each.asset === asset && each.lot?.lotId === lot.lotId)
    .reduce((sum, { amount }) => sum + amount, 0)
}

/** Takes a granted lot back from wherever it is now: where it was granted, pending, spendable, expired; the rest is owed. */
function takeBack(book: Book, granted: GrantedLine, { onSpent, expired }: ReversalRequest) {
  const { account, asset, lot, amount } = granted
  const places = new Set<OwnedAccount>([account, pendingOf(account), spendableOf(account)])
  const lines: Line[] = []
  let left = amount
  const take = (from: Line['account'], most: number) => {
    const part = Math.min(left, most)
    left -= part
    if (part > 0) lines.push(line(from, asset, -part, lot))
  }
  for (const place of places) take(place, remainingOf(book, place, asset, lot.lotId))
  if (expired) take(expired.to, expiredOf(granted, expired))
  if (left > 0 && (onSpent === 'refuse' || isHeld(account))) {
    return refuse('alreadySpent', { account, asset, lotId: lot.lotId, spent: left })
  }
  take(debtOf(account), left)
  return accept<readonly Line[]>(lines)
}

/**
 * Undoes what an entry caused, down to the lot: what it took goes back to the same lots, what it gave is taken back from its own
 * lots, pending or spendable. What of them has been spent, or is held, is owed or refuses the reversal; a deposit is never owed.
 * @param book the owner's book now
 * @param original the entry as it was posted
 * @returns the new book and the reversing entry; refuses `alreadySpent` with `spent`, `alreadyReversed`, and `isReversal` for what
 *   is a reversal itself: post anew instead
 * Rule: domain §3 (Ledgers), E7, Y4.
 */
export function reverse(
  book: Book,
  original: LedgerEntry,
  request: ReversalRequest,
): Decision<Posting, 'alreadySpent' | 'alreadyReversed' | 'isReversal' | PostingRefusal> {
  if (original.reverses !== undefined) return refuse('isReversal', { entryId: original.entryId })
  if (request.posted) return refuse('alreadyReversed', { entryId: original.entryId, by: request.posted.entryId })
  const given = original.lines.flatMap((each) => (isGranted(original, each) ? each : []))
  const lines = original.lines
    .filter((each) => !isGranted(original, each))
    .map((each) => ({ ...each, amount: -each.amount }))
  for (const each of given) {
    const undone = takeBack(applyLines(book, lines), each, request)
    if (!undone.ok) return undone
    lines.push(...undone.value)
  }
  const { entryId, kind, occurredAt, recordedAt, causationId } = request
  const facts = { entryId, kind, occurredAt, recordedAt, causationId, reverses: original.entryId }
  const posting = post(book, { ...facts, businessKey: reversalKey(original.entryId), lines })
  return !posting.ok && posting.code === 'insufficient' ? refuse('alreadySpent', posting.details) : posting
}
