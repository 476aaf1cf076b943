import { balanceOf, bookOf } from '@tutelage/shared/ledger/book.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { AccountHistory, anyStep, type Step } from '../testing/account-history.ts'
import { hourAsset, hoursUsed, income, owedHours, remainingHours, tuition } from './hours-account.ts'

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)

/** The account after each of some steps. */
function play(steps: readonly Step[], { bought = 1_000, priceMinor = 200_000 } = {}): AccountHistory {
  const history = new AccountHistory(bought, priceMinor)
  for (const step of steps) history.play(step)
  return history
}

const anyHistory = fc
  .record({
    bought: fc.integer({ min: 1, max: 6_000 }),
    priceMinor: fc.integer({ min: 1, max: 3_000_000 }),
    steps: fc.array(anyStep, { maxLength: 40 }),
  })
  .map(({ steps, ...terms }) => play(steps, terms))

const check = (holds: (history: AccountHistory) => void) =>
  fc.assert(
    fc.property(anyHistory, (history) => {
      holds(history)
    }),
    { numRuns: 500 },
  )

test('E7: hours deducted are the hours of the lessons as they are marked now, whatever was corrected before', () => {
  check(({ account, lessons }) => {
    expect(balanceOf(account.book, hoursUsed, hourAsset)).toBe(sum(lessons.map(({ centihours }) => centihours)))
  })
})

test('E5: prepaid tuition is what was received less what was refunded and what was earned by lessons', () => {
  check(({ account, paid, refundedMinor }) => {
    const prepaid = balanceOf(account.book, tuition, 'CNY')
    const earned = balanceOf(account.book, income, 'CNY')
    expect(prepaid).toBe(sum(paid.map(({ amountMinor }) => amountMinor)) - refundedMinor - earned)
    expect(prepaid).toBeGreaterThanOrEqual(0)
    expect(earned).toBeGreaterThanOrEqual(0)
  })
})

test('E5: no prepaid tuition is left when no hours are, and hours are never left while some are owed', () => {
  check(({ account }) => {
    const left = remainingHours(account)
    if (left === 0) expect(balanceOf(account.book, tuition, 'CNY')).toBe(0)
    if (owedHours(account) > 0) expect(left).toBe(0)
  })
})

test('E7: hours left less hours owed are hours opened less hours used and refunded', () => {
  check(({ account, paid, lessons, refundedCentihours }) => {
    const opened = sum(paid.map(({ openedCentihours }) => openedCentihours))
    const used = sum(lessons.map(({ centihours }) => centihours))
    expect(remainingHours(account) - owedHours(account)).toBe(opened - used - refundedCentihours)
  })
})

test('E3: the purchases of an enrollment that is paid in full add up to the hours bought', () => {
  check((history) => {
    history.play({ do: 'payRest' })
    if (history.account.receivedMinor < history.account.priceMinor) return
    expect(sum(history.paid.map(({ openedCentihours }) => openedCentihours))).toBe(history.account.boughtCentihours)
    expect(sum(history.paid.map(({ amountMinor }) => amountMinor))).toBe(history.account.priceMinor)
  })
})

test('an account is what its entries add up to, in any order', () => {
  check(({ account, entries }) => {
    expect(bookOf([...entries].reverse())).toEqual(account.book)
  })
})

test('E7: a correction back and forth leaves the book as it was', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 20 }), fc.integer({ min: 1, max: 2_000 }), (steps, deducted) => {
      const history = play([...steps, { do: 'mark', centihours: deducted }])
      const before = history.account.book
      const lesson = history.lessons.length - 1
      history.play({ do: 'correct', lesson, centihours: 0 })
      history.play({ do: 'correct', lesson, centihours: deducted })
      expect(history.account.book).toEqual(before)
    }),
    { numRuns: 300 },
  )
})

test('E7: a student without hours is still marked; the next payment repays what is owed and earns its money at once', () => {
  const history = play([{ do: 'mark', centihours: 300 }])
  expect([remainingHours(history.account), owedHours(history.account)]).toEqual([0, 300])
  history.play({ do: 'pay', permille: 500 })
  expect([remainingHours(history.account), owedHours(history.account)]).toEqual([200, 0])
  expect(balanceOf(history.account.book, income, 'CNY')).toBe(60_000)
  expect(balanceOf(history.account.book, tuition, 'CNY')).toBe(40_000)
})

test('E7: hours that were owed and repaid go back to the purchase that repaid them when their mark is corrected', () => {
  const history = play([
    { do: 'mark', centihours: 300 },
    { do: 'pay', permille: 500 },
    { do: 'correct', lesson: 0, centihours: 100 },
  ])
  expect([remainingHours(history.account), owedHours(history.account)]).toEqual([400, 0])
  expect(balanceOf(history.account.book, income, 'CNY')).toBe(20_000)
})
