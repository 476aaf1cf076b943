import { accept, type Decision, refuse } from '../kernel/decision.ts'
import type { Instant } from '../kernel/instant.ts'
import { type ExternalAccount, heldOf, isHeld, type SpendableAccount, spendableOf } from './account.ts'
import { type Book, balanceOf, lotsOf } from './book.ts'
import { type Asset, type Line, line } from './entry.ts'
import { available, usableLots } from './lots.ts'
import { type LotOrder, positive, sortLots, takeFrom } from './taking.ts'

export interface HoldRequest {
  readonly account: SpendableAccount
  readonly asset: Asset
  /** What the hold is for: a bid, a deposit. Holding again under the same id adds to the hold. */
  readonly holdId: string
  /** In the asset's unit, > 0. */
  readonly amount: number
  readonly order: LotOrder
  readonly at: Instant
}

export interface HoldEnd {
  readonly account: SpendableAccount
  readonly asset: Asset
  readonly holdId: string
}

export interface Capture extends HoldEnd {
  readonly to: ExternalAccount
  /** In the asset's unit; absent: all of it. What is not captured stays held. */
  readonly amount?: number
}

/** What a hold has set aside. */
export interface OpenHold {
  readonly holdId: string
  /** In the asset's unit, > 0. */
  readonly amount: number
}

/** The open holds on an account; together they are what is missing from its spendable balance. */
export const openHolds = (book: Book, account: SpendableAccount, asset: Asset): readonly OpenHold[] =>
  book.balances.flatMap(({ account: held, asset: of, amount }) =>
    isHeld(held) && of === asset && spendableOf(held) === account
      ? [{ holdId: held.slice(held.indexOf('/') + 1), amount }]
      : [],
  )

/**
 * Sets a part of the usable lots aside, lot by lot, so that nobody spends it.
 * @returns lines, for `post`, or `insufficient` with `available` and `missing`
 * @throws RangeError unless the amount is a positive integer
 * Rule: domain Y5 (bids held, losers released).
 */
export function hold(book: Book, request: HoldRequest): Decision<readonly Line[], 'insufficient'> {
  const { account, asset, holdId, amount, order, at } = request
  const most = available(book, account, asset, at)
  if (positive(amount) > most) {
    return refuse('insufficient', { account, asset, available: most, missing: amount - most })
  }
  const taken = takeFrom(sortLots(usableLots(book, account, asset, at), order), amount)
  return accept(
    taken.flatMap((part) => [
      line(part.account, asset, -part.amount, part.lot),
      line(heldOf(account, holdId), asset, part.amount, part.lot),
    ]),
  )
}

/**
 * Gives all of a hold back to the lots it came from.
 * @returns lines, for `post`, or `holdNotFound` when nothing is held under that id
 * Rule: domain Y5, E11.
 */
export function releaseHold(
  book: Book,
  { account, asset, holdId }: HoldEnd,
): Decision<readonly Line[], 'holdNotFound'> {
  const lots = lotsOf(book, heldOf(account, holdId), asset)
  if (lots.length === 0) return refuse('holdNotFound', { account, asset, holdId })
  return accept(
    lots.flatMap((open) => [
      line(open.account, asset, -open.remaining, open.lot),
      line(account, asset, open.remaining, open.lot),
    ]),
  )
}

/**
 * Takes what was held, or a part of it, for good: the winner pays, a deposit is forfeited or paid out.
 * @returns lines, for `post`; `holdNotFound` when nothing is held under that id, `insufficient` when less is held
 * @throws RangeError unless the amount is a positive integer
 * Rule: domain Y5, E11.
 */
export function captureHold(book: Book, capture: Capture): Decision<readonly Line[], 'holdNotFound' | 'insufficient'> {
  const { account, asset, holdId, to } = capture
  const held = balanceOf(book, heldOf(account, holdId), asset)
  if (held === 0) return refuse('holdNotFound', { account, asset, holdId })
  const amount = positive(capture.amount ?? held)
  if (amount > held) return refuse('insufficient', { account, asset, available: held, missing: amount - held })
  return accept(
    takeFrom(sortLots(lotsOf(book, heldOf(account, holdId), asset), 'earliestExpiry'), amount).flatMap((part) => [
      line(part.account, asset, -part.amount, part.lot),
      line(to, asset, part.amount, part.lot),
    ]),
  )
}
