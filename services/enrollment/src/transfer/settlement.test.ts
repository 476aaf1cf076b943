import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { balanceOf } from '@tutelage/shared/ledger/book.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type HoursAccount,
  hourAsset,
  hours,
  hoursTransferred,
  owedHours,
  remainingHours,
  tuition,
  tuitionTransferred,
} from '../lesson-hours/hours-account.ts'
import { newAccount, nthFacts, nthId } from '../testing/account-fixtures.ts'
import { AccountHistory, anyStep } from '../testing/account-history.ts'
import { moveIn, moveOut } from './move-hours.ts'
import { hoursToMove, settle } from './settlement.ts'

const emptied = (account: HoursAccount): HoursAccount => ({
  ...newAccount(1, 1),
  enrollmentId: nthId('enrollment', 2),
  purchases: [],
  currency: account.currency,
})

/** A history, and the same after a change of class at a price. */
function transferred(history: AccountHistory, priceMinor: number | undefined) {
  const before = history.account
  const settled = settle(before, priceMinor === undefined ? undefined : amountMinor(priceMinor))
  if (!settled.ok) return undefined
  const { lots, owedCentihours } = settled.value
  const load = { lots, owedCentihours, returnedCentihours: 0 }
  const move = { load, otherEnrollmentId: nthId('enrollment', 2), cause: 'test' }
  const out = moveOut(before, move, nthFacts(9_000))
  const next = [9_001, 9_002, 9_003].map(nthFacts).values()
  const facts = () => next.next().value ?? nthFacts(9_004)
  const into = moveIn(emptied(before), { ...move, otherEnrollmentId: before.enrollmentId }, { facts, entries: [] })
  return { before, settlement: settled.value, out, into }
}

const sumsOf = (entries: readonly LedgerEntry[]) =>
  entries.flatMap(({ lines }) => lines).reduce((sum, { amount }) => sum + amount, 0)

const anyHistory = fc.array(anyStep, { maxLength: 25 }).map((steps) => {
  const history = new AccountHistory(2_000, 400_000)
  for (const step of steps) history.play(step)
  return history
})

test('E10: hours and prepaid money over both books are as before but for the named difference, and all sums are zero', () => {
  const anyPrice = fc.option(fc.integer({ min: 1, max: 2_000_000 }), { nil: undefined })
  fc.assert(
    fc.property(anyHistory, anyPrice, (history, priceMinor) => {
      const done = transferred(history, hoursToMove(history.account) === 0 ? undefined : priceMinor)
      if (!done) return
      const { before, settlement, out, into } = done
      const { currency } = before
      const money = (account: HoursAccount) => balanceOf(account.book, tuition, currency)
      expect(money(out.account) + money(into.account)).toBe(money(before))
      expect(money(out.account)).toBe(0)
      expect(remainingHours(out.account)).toBe(0)
      const { openCentihours, toPayCentihours, extraCentihours, differenceMinor, outstandingMinor } = settlement
      expect(balanceOf(into.account.book, hours, hourAsset) - owedHours(into.account)).toBe(
        openCentihours - owedHours(before),
      )
      const { remainingCentihours, unpaidCentihours } = settlement
      expect(openCentihours + toPayCentihours).toBe(remainingCentihours + unpaidCentihours + extraCentihours)
      expect(settlement.priceMinor).toBe(settlement.prepaidMinor + settlement.unpaidMinor + differenceMinor)
      if (extraCentihours === 0) expect(settlement.prepaidMinor + outstandingMinor).toBe(settlement.priceMinor)
      for (const [account, asset] of [
        [hoursTransferred, hourAsset],
        [tuitionTransferred, currency],
      ] as const) {
        expect(balanceOf(out.account.book, account, asset) + balanceOf(into.account.book, account, asset)).toBe(0)
      }
      expect(sumsOf([...out.entries, ...into.entries])).toBe(0)
    }),
    { numRuns: 300 },
  )
})

test('E10: each payment finds its money in the new class under its own lot, and no lot has money without hours', () => {
  fc.assert(
    fc.property(anyHistory, fc.integer({ min: 1, max: 2_000_000 }), (history, priceMinor) => {
      const done = transferred(history, priceMinor)
      if (!done) return
      const { before, into } = done
      const moneyOf = ({ book }: HoursAccount) =>
        book.lots
          .filter(({ account }) => account === tuition)
          .map(({ lot, remaining }) => [lot.lotId, lot.acquiredAt, remaining])
      expect(moneyOf(into.account)).toEqual(moneyOf(before))
      for (const { lot } of into.account.book.lots.filter(({ account }) => account === tuition)) {
        const open = into.account.book.lots.find((each) => each.account === hours && each.lot.lotId === lot.lotId)
        expect(open?.remaining).toBeGreaterThan(0)
      }
    }),
    { numRuns: 300 },
  )
})
