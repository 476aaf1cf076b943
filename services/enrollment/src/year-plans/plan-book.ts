import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { type AmountMinor, amountMinor, multiplyRatio } from '@tutelage/shared/kernel/money.ts'
import { external, spendable } from '@tutelage/shared/ledger/account.ts'
import { applyLines, type Book, balanceOf, lotsOf, remainingOf } from '@tutelage/shared/ledger/book.ts'
import { businessKey, type LedgerEntry, type Line, line } from '@tutelage/shared/ledger/entry.ts'
import { consume, grant } from '@tutelage/shared/ledger/lots.ts'
import { post } from '@tutelage/shared/ledger/posting.ts'
import { sortLots } from '@tutelage/shared/ledger/taking.ts'
import { income, payments, tuition } from '../lesson-hours/hours-account.ts'
import { type EntryFacts, posted } from '../lesson-hours/lesson-entry.ts'
import type { YearPlan } from './year-plan.ts'

/**
 * A plan's book holds its deposit and its prepaid tuition, both owed to the family; each payment is one lot. Tuition is in the
 * accounts that an enrollment's book has, so that what a campus holds prepaid counts it; a deposit is no tuition.
 */
export const deposit = spendable('deposit')
/** Minus what was received of deposits, plus what was given back. */
export const depositCash = external('depositCash')
export const depositsForfeited = external('depositsForfeited')

/** A payment of a plan, as far as the book needs it. */
export interface PlanLot {
  readonly paymentId: Id<'payment'>
  readonly amountMinor: AmountMinor
  readonly paidAt: Instant
}

/** Lessons used under a plan, with what they cost by the list of their days. */
export interface UsedLessons {
  readonly usedLessons: number
  readonly usedCentihours: number
  readonly usedListMinor: number
}

/** A change of a plan's book. */
export interface PlanPosting {
  readonly plan: YearPlan
  readonly entries: readonly LedgerEntry[]
}

/** An entry before it has an id. */
export interface Draft {
  readonly kind: string
  /** What makes it the only one of its kind in the book. */
  readonly of: string
  readonly lines: readonly Line[]
}

/**
 * Posts drafts, one after the other; those without lines are left out.
 * @param facts of each, by its place
 */
export function postDrafts(plan: YearPlan, drafts: readonly Draft[], facts: () => EntryFacts): PlanPosting {
  let { book } = plan
  const entries: LedgerEntry[] = []
  for (const { kind, of, lines } of drafts.filter((draft) => draft.lines.length > 0)) {
    const posting = posted(post(book, { ...facts(), kind, businessKey: businessKey(kind, plan.yearPlanId, of), lines }))
    book = posting.book
    entries.push(posting.entry)
  }
  return { plan: { ...plan, book }, entries }
}

/** Takes the deposit in. Rule: E11. */
export function depositDraft({ book, currency }: YearPlan, { paymentId, amountMinor: amount, paidAt }: PlanLot): Draft {
  const lot = { lotId: paymentId, acquiredAt: paidAt }
  const lines = grant(book, { account: deposit, asset: currency, amount, from: depositCash, lot })
  return { kind: 'depositHeld', of: paymentId, lines }
}

/** Ends the deposit, whole: back to the family, or forfeited. None was held: no lines. Rule: E11 (source). */
export function depositEndDraft({ book, currency }: YearPlan, kind: 'depositRefunded' | 'depositForfeited'): Draft {
  const to = kind === 'depositRefunded' ? depositCash : depositsForfeited
  const lines = lotsOf(book, deposit, currency).flatMap(({ lot, remaining }) => [
    line(deposit, currency, -remaining, lot),
    line(to, currency, remaining, lot),
  ])
  return { kind, of: 'deposit', lines }
}

/** Takes tuition in: prepaid until lessons are used. Rule: E5, E11. */
export function tuitionDraft({ book, currency }: YearPlan, { paymentId, amountMinor: amount, paidAt }: PlanLot): Draft {
  const lot = { lotId: paymentId, acquiredAt: paidAt }
  const lines = grant(book, { account: tuition, asset: currency, amount, from: payments, lot })
  return { kind: 'planTuitionReceived', of: paymentId, lines }
}

/** Income so far, and what is prepaid, in the minor unit. */
export const incomeOf = ({ book, currency }: Pick<YearPlan, 'book' | 'currency'>): number =>
  balanceOf(book, income, currency)
export const prepaidOf = ({ book, currency }: Pick<YearPlan, 'book' | 'currency'>): number =>
  balanceOf(book, tuition, currency)

/**
 * What of the tuition is earned: the list price of the lessons used, in the proportion of the plan's price to the list, rounded once,
 * half to even, and never more than was received. Once the plan is completed or its time has run out, all that was received.
 * Rule: E5, E11.
 */
function earnedOf(plan: YearPlan, { usedListMinor }: UsedLessons): number {
  const { state, receivedMinor, priceMinor, listMinor } = plan
  if (state.status === 'completed' || state.status === 'expired') return receivedMinor
  return Math.min(receivedMinor, multiplyRatio(usedListMinor, priceMinor, listMinor))
}

/** Gives income back to the payments it came from, the newest first: a correction took lessons back. */
function giveBack(plan: YearPlan, amount: number, paid: readonly PlanLot[]): readonly Line[] {
  let left = amount
  const newest = [...paid].sort((a, b) => (`${a.paidAt} ${a.paymentId}` < `${b.paidAt} ${b.paymentId}` ? 1 : -1))
  return newest.flatMap(({ paymentId, amountMinor: whole, paidAt }) => {
    const part = Math.min(left, whole - remainingOf(plan.book, tuition, plan.currency, paymentId))
    left -= part
    const lot = { lotId: paymentId, acquiredAt: paidAt }
    return part > 0 ? [line(income, plan.currency, -part, lot), line(tuition, plan.currency, part, lot)] : []
  })
}

/** The lines that make the income of a plan what it should be: the oldest money is earned first. */
function linesTo(plan: YearPlan, target: number, paid: readonly PlanLot[], at: Instant): readonly Line[] {
  const amount = target - incomeOf(plan)
  if (amount < 0) return giveBack(plan, -amount, paid)
  if (amount === 0) return []
  const { book, currency: asset } = plan
  return posted(consume(book, { account: tuition, asset, amount, to: income, order: 'oldest', at }))
}

/** What a plan has used and was paid, and when that is looked at. */
export interface Reckoning {
  readonly used: UsedLessons
  /** Its tuition payments, in any order. */
  readonly paid: readonly PlanLot[]
  readonly at: Instant
}

/** Counts the lessons used so far as income. Rule: E5, E11. */
export const settlementDraft = (plan: YearPlan, { used, paid, at }: Reckoning): Draft => ({
  kind: 'planLessonsUsed',
  of: String(plan.settlements + 1),
  lines: linesTo(plan, earnedOf(plan, used), paid, at),
})

/** What leaving early means in money, in the minor unit. */
export interface ExitQuote extends UsedLessons {
  readonly paidMinor: number
  readonly earnedMinor: number
  readonly discountClawbackMinor: number
  readonly uncoveredMinor: number
  readonly forfeitedDepositMinor: number
  readonly refundMinor: number
  /** The newest money first. */
  readonly shares: readonly { readonly paymentId: string; readonly amountMinor: number }[]
}

/**
 * What leaving early charges, forfeits and gives back: used lessons at list price, the deposit whole, and the rest of what was paid the
 * way it came. The same plan and lessons give the same quote, and the drafts do just what it says: what was earned, what was taken
 * back of the discount and what goes back add up to what was paid.
 * Rule: E11 (source).
 */
export function exitOf(
  plan: YearPlan,
  reckoning: Reckoning,
): { readonly quote: ExitQuote; readonly drafts: readonly Draft[] } {
  const { used, paid, at } = reckoning
  const { receivedMinor, currency } = plan
  const earnedMinor = earnedOf(plan, used)
  const chargedMinor = Math.min(receivedMinor, used.usedListMinor)
  const settled = settlementDraft(plan, reckoning)
  const afterUse = { ...plan, book: applyLines(plan.book, settled.lines) }
  const clawed = linesTo(afterUse, chargedMinor, paid, at)
  const rest = restOf(applyLines(afterUse.book, clawed), currency)
  const refundLines = rest.flatMap(({ lot, remaining }) => [
    line(tuition, currency, -remaining, lot),
    line(payments, currency, remaining, lot),
  ])
  const quote = {
    ...used,
    ...{ paidMinor: receivedMinor, earnedMinor, discountClawbackMinor: chargedMinor - earnedMinor },
    uncoveredMinor: used.usedListMinor - chargedMinor,
    forfeitedDepositMinor: balanceOf(plan.book, deposit, currency),
    refundMinor: receivedMinor - chargedMinor,
    shares: rest.map(({ lot, remaining }) => ({ paymentId: lot.lotId, amountMinor: remaining })),
  }
  const drafts = [
    settled,
    { kind: 'discountClawedBack', of: 'exit', lines: clawed },
    depositEndDraft(plan, 'depositForfeited'),
    { kind: 'planTuitionRefunded', of: 'exit', lines: refundLines },
  ]
  return { quote, drafts }
}

const restOf = (book: Book, currency: string) => [...sortLots(lotsOf(book, tuition, currency), 'oldest')].reverse()

/** What of a deposit is held, ≥ 0. */
export const heldDeposit = ({ book, currency }: YearPlan): AmountMinor =>
  amountMinor(balanceOf(book, deposit, currency))
