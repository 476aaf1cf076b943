import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { balanceOf, bookOf, emptyBook } from '@tutelage/shared/ledger/book.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import { evening } from '../testing/enrollment-bench.ts'
import {
  deposit,
  depositCash,
  depositDraft,
  depositEndDraft,
  depositsForfeited,
  exitOf,
  incomeOf,
  type PlanLot,
  postDrafts,
  prepaidOf,
  settlementDraft,
  tuitionDraft,
} from './plan-book.ts'
import type { YearPlan } from './year-plan.ts'

const day = (n: number) => evening(n)
const startsOn = '2026-03-02' as YearPlan['startsOn']

const signed: YearPlan = {
  ...{ yearPlanId: nthId('yearPlan', 1), studentId: nthId('student', 1), householdId: nthId('household', 1) },
  ...{ years: 1, startsOn, endsOn: startsOn, signedOn: startsOn, currency: 'CNY', instalments: [] },
  ...{ pricePerYearMinor: amountMinor(6_700), listPerYearMinor: amountMinor(10_000) },
  ...{ priceMinor: amountMinor(6_700), listMinor: amountMinor(10_000), depositMinor: amountMinor(500) },
  ...{ agreed: { kind: 'count', count: 1 }, completed: [], enrollmentIds: [], receivedMinor: amountMinor(0) },
  ...{ deposit: { status: 'due' }, state: { status: 'active' }, settlements: 0, book: emptyBook },
}

let entries = 0
const facts = (n: number) => () => {
  entries += 1
  return { entryId: nthId('entry', entries), occurredAt: day(n), recordedAt: day(n), causationId: 'c' }
}
const lot = (n: number, amount: number): PlanLot => ({
  ...{ paymentId: nthId('payment', n), amountMinor: amountMinor(amount), paidAt: day(n) },
})
const usedAt = (usedListMinor: number) => ({ usedLessons: 1, usedCentihours: 100, usedListMinor })

/** A plan after payments, each followed by a look at what is used by then, which corrections may make less. */
function history(steps: readonly { readonly paid: number; readonly used: number }[]) {
  const held = postDrafts(signed, [depositDraft(signed, lot(0, 500))], facts(0))
  let plan = held.plan
  const all: LedgerEntry[] = [...held.entries]
  const paid: PlanLot[] = []
  steps.forEach((step, at) => {
    const payment = lot(at + 1, step.paid)
    paid.push(payment)
    const received = { ...plan, receivedMinor: amountMinor(plan.receivedMinor + step.paid) }
    const taken = postDrafts(received, [tuitionDraft(received, payment)], facts(at + 1))
    const settlement = settlementDraft(taken.plan, { used: usedAt(step.used), paid, at: day(at + 1) })
    const settled = postDrafts(taken.plan, [settlement], facts(at + 1))
    plan = { ...settled.plan, settlements: plan.settlements + 1 }
    all.push(...taken.entries, ...settled.entries)
  })
  return { plan, paid, all, at: day(steps.length + 1) }
}

const step = fc.record({ paid: fc.integer({ min: 1, max: 1_500 }), used: fc.integer({ min: 0, max: 9_000 }) })
const steps = fc.array(step, { minLength: 1, maxLength: 4 })

test('E11: whatever was paid and used, refund, clawback and income add up to what was paid, and the exit does what it quoted', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 9_000 }), (past, usedListMinor) => {
      const { plan, paid, all, at } = history(past)
      const reckoning = { used: usedAt(usedListMinor), paid, at }
      const { quote, drafts } = exitOf(plan, reckoning)
      expect(quote.refundMinor + quote.discountClawbackMinor + quote.earnedMinor).toBe(plan.receivedMinor)
      expect(quote.refundMinor).toBe(Math.max(0, plan.receivedMinor - usedListMinor))
      expect(quote.discountClawbackMinor).toBeGreaterThanOrEqual(0)
      expect(quote.shares.reduce((sum, share) => sum + share.amountMinor, 0)).toBe(quote.refundMinor)
      expect(exitOf(plan, { ...reckoning, paid: paid.toReversed() }).quote).toEqual(quote)
      const left = postDrafts(plan, drafts, facts(9))
      expect([prepaidOf(left.plan), incomeOf(left.plan)]).toEqual([0, quote.earnedMinor + quote.discountClawbackMinor])
      expect(balanceOf(left.plan.book, depositsForfeited, 'CNY')).toBe(quote.forfeitedDepositMinor)
      const everything = [...all, ...left.entries]
      expect(bookOf(everything)).toEqual(left.plan.book)
      const sum = everything.flatMap(({ lines }) => lines).reduce((total, { amount }) => total + amount, 0)
      expect(sum).toBe(0)
    }),
  )
})

test('E11: a deposit ends once and whole, whichever way', () => {
  for (const kind of ['depositRefunded', 'depositForfeited'] as const) {
    const { plan } = history([{ paid: 100, used: 0 }])
    const ended = postDrafts(plan, [depositEndDraft(plan, kind)], facts(5)).plan
    expect(balanceOf(ended.book, deposit, 'CNY')).toBe(0)
    expect(balanceOf(ended.book, depositsForfeited, 'CNY')).toBe(kind === 'depositForfeited' ? 500 : 0)
    expect(balanceOf(ended.book, depositCash, 'CNY')).toBe(kind === 'depositForfeited' ? -500 : 0)
    expect(depositEndDraft(ended, 'depositRefunded').lines).toEqual([])
    expect(depositEndDraft(ended, 'depositForfeited').lines).toEqual([])
  }
})
