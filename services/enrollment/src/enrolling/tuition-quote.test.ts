import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ListPrice } from '../catalogue/list-price.ts'
import { accepted, nthId } from '../testing/account-fixtures.ts'
import {
  type Discount,
  discountFor,
  honoraryDiscount,
  type KeptPrice,
  keptForExams,
  quoteTuitionBy,
} from './tuition-quote.ts'

const price = (from: string, amount: number): ListPrice => ({
  courseId: nthId('course', 1),
  effectiveFrom: localDate(from),
  amountMinor: amountMinor(amount),
  perCentihours: centihours(100),
  currency: 'CNY',
})
const rising = [price('2026-01-01', 20_000), price('2026-03-01', 30_000)]
const on = localDate('2026-03-10')
const kept: KeptPrice = { rule: 'enrollmentPrice', priceOf: localDate('2026-02-01') }
const quote = (prices: readonly ListPrice[], keeps: readonly KeptPrice[], discount?: Discount) =>
  accepted(quoteTuitionBy({ prices, on, kept: keeps, discount }, centihours(1_000)))

test('E4: who keeps a price does not feel a rise, and is given a fall', () => {
  expect(quote(rising, []).priceMinor).toBe(300_000)
  expect(quote(rising, [kept])).toMatchObject({
    priceMinor: 200_000,
    rules: [
      { rule: 'listPrice', amountMinor: 300_000 },
      { rule: 'enrollmentPrice', amountMinor: -100_000, priceOf: '2026-02-01' },
    ],
  })
  const falling = [price('2026-01-01', 20_000), price('2026-03-01', 10_000)]
  expect(quote(falling, [kept])).toMatchObject({ priceMinor: 100_000, rules: [{ rule: 'listPrice' }] })
})

test('E11: an honorary student pays the exact proportion of the plan, rounded once', () => {
  const plan = { pricePerYearMinor: amountMinor(2_000_000), listPerYearMinor: amountMinor(2_400_000) }
  const { priceMinor, rules } = quote([price('2026-01-01', 60_000)], [], honoraryDiscount(plan))
  expect(priceMinor).toBe(500_000)
  expect(rules.at(-1)).toEqual({ rule: 'honoraryDiscount', basisPoints: 1_667, amountMinor: -100_000 })
})

test('E4: a rise touches no student in the 90 days before a registered exam', () => {
  const exams = (heldOn: string, today = '2026-03-10') =>
    keptForExams([{ examId: nthId('exam', 1), heldOn: localDate(heldOn) }], { today: localDate(today), daysBefore: 90 })
  expect(exams('2026-05-20')).toEqual([{ rule: 'examPriceLock', examId: nthId('exam', 1), priceOf: '2026-02-19' }])
  expect(quote(rising, exams('2026-05-20')).priceMinor).toBe(200_000)
  expect(exams('2026-06-08')).toHaveLength(1)
  expect(exams('2026-06-09')).toEqual([])
  expect(exams('2026-03-10')).toHaveLength(1)
  expect(exams('2026-03-09')).toEqual([])
  expect(quote(rising, exams('2026-06-01')).priceMinor).toBe(300_000)
})

test('Y3: a student pays less by the tier of the household, and the largest discount is for annual students only', () => {
  const policy = { tiers: [{ tier: 'gold', basisPoints: 300 }], annualBasisPoints: 1_000 }
  expect(discountFor(policy, { tier: 'gold', isAnnual: false })).toMatchObject({ basisPoints: 300 })
  expect(discountFor(policy, { tier: 'gold', isAnnual: true })).toMatchObject({
    rule: 'annualDiscount',
    basisPoints: 1_000,
  })
  expect(discountFor(policy, { tier: undefined, isAnnual: false })).toBeUndefined()
  expect(quote(rising, [kept], { rule: 'tierDiscount', tier: 'gold', basisPoints: 300 })).toMatchObject({
    priceMinor: 194_000,
    rules: [{}, {}, { rule: 'tierDiscount', tier: 'gold', basisPoints: 300, amountMinor: -6_000 }],
  })
})

test('E3: the amounts of the rules add up to the price, which no rule makes dearer', () => {
  const amount = fc.integer({ min: 1, max: 900_000 })
  const asked = fc.record({
    first: amount,
    second: amount,
    hours: fc.integer({ min: 1, max: 9_999 }),
    basisPoints: fc.integer({ min: 0, max: 9_000 }),
  })
  fc.assert(
    fc.property(asked, ({ first, second, hours, basisPoints }) => {
      const prices = [price('2026-01-01', first), price('2026-03-01', second)]
      const terms = { prices, on, kept: [kept], discount: { rule: 'annualDiscount' as const, basisPoints } }
      const quoted = quoteTuitionBy(terms, centihours(hours))
      if (!quoted.ok) return
      const { priceMinor, rules } = quoted.value
      expect(rules.reduce((sum, rule) => sum + rule.amountMinor, 0)).toBe(priceMinor)
      expect(rules.slice(1).every(({ amountMinor: change }) => change <= 0)).toBe(true)
      expect(priceMinor).toBeGreaterThan(0)
    }),
  )
})
