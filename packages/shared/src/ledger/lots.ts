import { accept, type Decision, refuse } from '../kernel/decision.ts'
import type { Instant } from '../kernel/instant.ts'
import {
  debtOf,
  type ExternalAccount,
  isHeld,
  type OwnedAccount,
  pendingOf,
  type SpendableAccount,
  spendableOf,
} from './account.ts'
import { type Book, balanceOf, lotsOf, type OpenLot } from './book.ts'
import { type Asset, type Line, type Lot, line } from './entry.ts'
import { type Release, releaseLines } from './release.ts'
import { type LotOrder, positive, sortLots, takeFrom } from './taking.ts'

export interface Grant {
  /** Spendable, or `pendingOf` it, or `heldOf` it for a deposit. */
  readonly account: OwnedAccount
  readonly asset: Asset
  /** In the asset's unit, > 0. */
  readonly amount: number
  /** Where it comes from, such as `external:payments`. */
  readonly from: ExternalAccount
  readonly lot: Lot
}

export interface Consumption {
  readonly account: SpendableAccount
  readonly asset: Asset
  /** In the asset's unit, > 0. */
  readonly amount: number
  /** Where it goes, such as `external:hoursUsed`. */
  readonly to: ExternalAccount
  readonly order: LotOrder
  /** Lots that can be used at this moment are taken. */
  readonly at: Instant
  /** Only these lots; absent: any. */
  readonly lotIds?: readonly string[]
  /** The prepaid money that goes with it. */
  readonly release?: Release
}

export interface Expiry {
  readonly account: SpendableAccount
  readonly asset: Asset
  readonly to: ExternalAccount
  readonly at: Instant
  readonly release?: Release
}

export interface Confirmation {
  readonly account: SpendableAccount
  readonly asset: Asset
  readonly lotIds: readonly string[]
}

/** True from the moment of expiry on. */
export const isExpired = (lot: Lot, at: Instant): boolean => lot.expiresAt !== undefined && at >= lot.expiresAt

/** What is owed of the same thing, in the asset's unit, ≥ 0. */
export const owed = (book: Book, account: OwnedAccount, asset: Asset): number =>
  Math.max(0, -balanceOf(book, debtOf(account), asset))

/** The lots that can be used at a moment: spendable or pending no longer, and not expired. */
export const usableLots = (book: Book, account: SpendableAccount, asset: Asset, at: Instant): readonly OpenLot[] =>
  [
    ...lotsOf(book, account, asset),
    ...lotsOf(book, pendingOf(account), asset).filter(
      ({ lot }) => lot.availableFrom !== undefined && at >= lot.availableFrom,
    ),
  ].filter(({ lot }) => !isExpired(lot, at))

const sum = (lots: readonly OpenLot[]): number => lots.reduce((total, { remaining }) => total + remaining, 0)

/** What can be spent at a moment, in the asset's unit: the usable lots less what is owed; ≥ 0. */
export const available = (book: Book, account: SpendableAccount, asset: Asset, at: Instant): number =>
  Math.max(0, sum(usableLots(book, account, asset, at)) - owed(book, account, asset))

/** When the next lot (spendable or pending) expires: what a daily job's index is keyed by. */
export const nextExpiry = (book: Book, account: SpendableAccount, asset: Asset): Instant | undefined =>
  [...lotsOf(book, account, asset), ...lotsOf(book, pendingOf(account), asset)]
    .flatMap(({ lot }) => lot.expiresAt ?? [])
    .sort()[0]

/**
 * Gives a lot; what the owner owes of the same thing is repaid first (a deposit, granted to a hold, repays nothing).
 * @returns lines, for `post`
 * @throws RangeError unless the amount is a positive integer
 * Rule: domain E3, Y4, Y6.
 */
export function grant(book: Book, { account, asset, amount, from, lot }: Grant): readonly Line[] {
  const repaid = isHeld(account) ? 0 : Math.min(positive(amount), owed(book, account, asset))
  const lines = [line(from, asset, -positive(amount), lot)]
  if (repaid > 0) lines.push(line(debtOf(account), asset, repaid, lot))
  if (amount > repaid) lines.push(line(account, asset, amount - repaid, lot))
  return lines
}

/**
 * Uses lots up in order, the last one in part, and releases the prepaid money of what is used.
 * @returns lines, for `post`, or `insufficient` with `available` and `missing`
 * @throws RangeError unless the amount is a positive integer
 * Rule: domain E5, E7 (oldest first), Y4 (earliest expiry first).
 */
export function consume(book: Book, consumption: Consumption): Decision<readonly Line[], 'insufficient'> {
  const { account, asset, amount, to, order, at, lotIds, release } = consumption
  const usable = usableLots(book, account, asset, at).filter(({ lot }) => !lotIds || lotIds.includes(lot.lotId))
  const most = Math.min(sum(usable), available(book, account, asset, at))
  if (positive(amount) > most) {
    return refuse('insufficient', { account, asset, available: most, missing: amount - most })
  }
  const taken = takeFrom(sortLots(usable, order), amount)
  return accept([
    ...taken.flatMap((part) => [
      line(part.account, asset, -part.amount, part.lot),
      line(to, asset, part.amount, part.lot),
    ]),
    ...releaseLines(book, asset, taken, release),
  ])
}

/**
 * Takes exactly what is left of the lots that have expired, pending ones too, with their prepaid money. What is held expires only
 * after its release.
 * @returns lines, for `post`; none when nothing has expired
 * Rule: domain Y4, E9.
 */
export function expire(book: Book, { account, asset, to, at, release }: Expiry): readonly Line[] {
  const expired = [...lotsOf(book, account, asset), ...lotsOf(book, pendingOf(account), asset)].filter(({ lot }) =>
    isExpired(lot, at),
  )
  const taken = takeFrom(sortLots(expired, 'earliestExpiry'), sum(expired))
  return [
    ...taken.flatMap((part) => [
      line(part.account, asset, -part.amount, part.lot),
      line(to, asset, part.amount, part.lot),
    ]),
    ...releaseLines(book, asset, taken, release),
  ]
}

/**
 * Makes pending lots spendable before, or without, their `availableFrom`.
 * @returns lines, for `post`, or `notPending` with the lots that are not
 * Rule: domain Y4.
 */
export function confirm(book: Book, request: Confirmation): Decision<readonly Line[], 'notPending'> {
  const { account, asset, lotIds } = request
  const pending = lotsOf(book, pendingOf(account), asset).filter(({ lot }) => lotIds.includes(lot.lotId))
  const lacking = lotIds.filter((lotId) => !pending.some(({ lot }) => lot.lotId === lotId))
  if (lacking.length > 0) return refuse('notPending', { account, asset, lotIds: lacking })
  return accept(
    pending.flatMap((open) => [
      line(open.account, asset, -open.remaining, open.lot),
      line(spendableOf(account), asset, open.remaining, open.lot),
    ]),
  )
}

/**
 * Repays a debt from lots at hand, such as those that a reversal gave back, as far as they go.
 * @returns lines, for `post`; none when nothing is owed or nothing is usable
 * Rule: domain Y4.
 */
export function repay(book: Book, account: SpendableAccount, asset: Asset, at: Instant): readonly Line[] {
  const usable = usableLots(book, account, asset, at)
  const amount = Math.min(owed(book, account, asset), sum(usable))
  return takeFrom(sortLots(usable, 'earliestExpiry'), amount).flatMap((part) => [
    line(part.account, asset, -part.amount, part.lot),
    line(debtOf(account), asset, part.amount, part.lot),
  ])
}
