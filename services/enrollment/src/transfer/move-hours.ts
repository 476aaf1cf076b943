import { balanceOf, lotsOf, remainingOf } from '@tutelage/shared/ledger/book.ts'
import { type BusinessKey, businessKey, type LedgerEntry, type Line, line } from '@tutelage/shared/ledger/entry.ts'
import { post } from '@tutelage/shared/ledger/posting.ts'
import {
  debtReturned,
  type HoursAccount,
  hourAsset,
  hours,
  hoursOwed,
  hoursSold,
  hoursTransferred,
  owedHours,
  tuition,
  tuitionTransferred,
} from '../lesson-hours/hours-account.ts'
import { type EntryFacts, posted } from '../lesson-hours/lesson-entry.ts'
import { repaidKind, repayOwedHours, undoneKind, undoRepayments } from '../lesson-hours/repayments.ts'
import type { MovedLot } from './settlement.ts'

/** What goes from one book to another. */
export interface Load {
  readonly lots: readonly MovedLot[]
  /** Used without being paid. */
  readonly owedCentihours: number
  /** Debts that went before and were undone since. */
  readonly returnedCentihours: number
}

/** All that is left in a book, as it stands. */
export function restOf(account: HoursAccount): Load {
  const lots = lotsOf(account.book, hours, hourAsset).map(({ lot, remaining }) => ({
    lot,
    centihours: remaining,
    openCentihours: remaining,
    amountMinor: remainingOf(account.book, tuition, account.currency, lot.lotId),
  }))
  const returnedCentihours = balanceOf(account.book, debtReturned, hourAsset)
  return { lots, owedCentihours: owedHours(account), returnedCentihours }
}

export const isEmpty = ({ lots, owedCentihours, returnedCentihours }: Load): boolean =>
  lots.length === 0 && owedCentihours === 0 && returnedCentihours === 0

/** A move with its other book, and the id by which it is posted once in each. */
export interface Move {
  readonly load: Load
  readonly otherEnrollmentId: string
  /** What makes it another move than an earlier one between the same books. */
  readonly cause: string
}

/** A book after some entries. */
export interface Moved {
  readonly account: HoursAccount
  readonly entries: readonly LedgerEntry[]
}

const transferredKind = 'classTransferred'

/** Two lines on no lot; none for nothing. */
const between = (from: Line['account'], to: Line['account'], amount: number): readonly Line[] =>
  amount === 0
    ? []
    : [
        { account: from, asset: hourAsset, amount: -amount },
        { account: to, asset: hourAsset, amount },
      ]

const moneyLines = ({ currency }: HoursAccount, { lot, amountMinor }: MovedLot, sign: 1 | -1): readonly Line[] =>
  amountMinor === 0
    ? []
    : [line(tuition, currency, sign * amountMinor, lot), line(tuitionTransferred, currency, -sign * amountMinor, lot)]

const keyOf = (kind: string, { otherEnrollmentId, cause }: Move): BusinessKey =>
  businessKey(kind, otherEnrollmentId, cause)

function postedTo({ account, entries }: Moved, entry: Omit<LedgerEntry, 'lines'>, lines: readonly Line[]): Moved {
  if (lines.length === 0) return { account, entries }
  const posting = posted(post(account.book, { ...entry, lines }))
  return { account: { ...account, book: posting.book }, entries: [...entries, posting.entry] }
}

/** Takes a load out of the book of the class that was left. Rule: E10. */
export function moveOut(account: HoursAccount, move: Move, facts: EntryFacts): Moved {
  const { lots, owedCentihours, returnedCentihours } = move.load
  const lines = [
    ...lots.flatMap((each) => [
      line(hours, hourAsset, -each.centihours, each.lot),
      line(hoursTransferred, hourAsset, each.centihours, each.lot),
      ...moneyLines(account, each, -1),
    ]),
    ...between(hoursTransferred, hoursOwed, owedCentihours),
    ...between(debtReturned, hoursTransferred, returnedCentihours),
  ]
  const kind = transferredKind
  return postedTo({ account, entries: [] }, { ...facts, kind, businessKey: keyOf(kind, move) }, lines)
}

/** What became of a lot's hours in the new class: what its price makes more or less of them was sold, or taken back, with it. */
function lotInLines(account: HoursAccount, each: MovedLot): readonly Line[] {
  const { lot, centihours, openCentihours } = each
  const change = openCentihours - centihours
  return [
    ...(openCentihours === 0 ? [] : [line(hours, hourAsset, openCentihours, lot)]),
    line(hoursTransferred, hourAsset, -centihours, lot),
    ...(change === 0 ? [] : [line(hoursSold, hourAsset, -change, lot)]),
    ...moneyLines(account, each, 1),
  ]
}

/** What a move into a book needs beside the book. */
interface MovingIn {
  /** Of the next entry. */
  facts(): EntryFacts
  /** Of that book; needed only for debts that were undone. */
  readonly entries: readonly LedgerEntry[]
}

/** A debt that was undone in the class before is open again here, so that it can go. */
function reopen(account: HoursAccount, move: Move, { facts, entries }: MovingIn): Moved {
  const amount = move.load.returnedCentihours - owedHours(account)
  let moved: Moved = { account, entries: [] }
  if (amount <= 0) return moved
  const { currency } = account
  const { occurredAt: at } = facts()
  for (const { occurredAt, lines } of undoRepayments({ entries, currency, amount, at })) {
    const key = businessKey(undoneKind, move.otherEnrollmentId, move.cause, occurredAt)
    moved = postedTo(moved, { ...facts(), occurredAt, kind: undoneKind, businessKey: key }, lines)
  }
  return moved
}

/**
 * Puts a load into the book of the class that was joined, under the same lot ids, so that each lot still finds its payment. Hours at
 * hand then repay what is owed.
 * Rule: E10.
 */
export function moveIn(account: HoursAccount, move: Move, moving: MovingIn): Moved {
  const reopened = reopen(account, move, moving)
  const { lots, owedCentihours, returnedCentihours } = move.load
  const lines = [
    ...lots.flatMap((each) => lotInLines(account, each)),
    ...between(hoursOwed, hoursTransferred, owedCentihours),
    ...between(hoursTransferred, hoursOwed, returnedCentihours),
  ]
  const kind = transferredKind
  const moved = postedTo(reopened, { ...moving.facts(), kind, businessKey: keyOf(kind, move) }, lines)
  const { book, currency } = moved.account
  const facts = moving.facts()
  const repaying = repayOwedHours(book, currency, facts.occurredAt)
  return postedTo(moved, { ...facts, kind: repaidKind, businessKey: keyOf(repaidKind, move) }, repaying)
}
