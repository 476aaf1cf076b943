import { debtOf, pendingOf } from '@tutelage/shared/ledger/account.ts'
import { balanceOf, bookOf } from '@tutelage/shared/ledger/book.ts'
import { available } from '@tutelage/shared/ledger/lots.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { histories, isBalanced, type Played, played, type Step, shuffledHistories } from '../testing/play-tuition.ts'
import { dayAt } from '../testing/sample-events.ts'
import { netPoints } from './earnings.ts'
import { owedPoints, pointsAccount, pointsAsset } from './points-ledger.ts'
import { isPaid } from './tuition-fact.ts'

/** In lots less what is owed. */
const worth = ({ book }: Played): number =>
  [pointsAccount, pendingOf(pointsAccount), debtOf(pointsAccount)].reduce(
    (sum, account) => sum + balanceOf(book, account, pointsAsset),
    0,
  )

const due = ({ facts }: Played): number => {
  const paid = facts.filter(isPaid)
  return paid.reduce((sum, fact) => sum + netPoints(fact, paid), 0)
}

const paid = (payment: string, amountMinor: number, day = 0): Step => ({ kind: 'paid', payment, amountMinor, day })
const refunded = (payment: string, amountMinor: number, n = 1, day = 20): Step => ({
  kind: 'refunded',
  payment,
  n,
  amountMinor,
  day,
})
const spent = (points: number, day = 15): Step => ({ kind: 'spent', points, day })

test('Y4: payments and refunds heard of in any order, or twice, give the same book', () => {
  fc.assert(
    fc.property(shuffledHistories, ([history, otherwise]) => {
      expect(played(otherwise).book).toEqual(played(history).book)
    }),
    { numRuns: 300 },
  )
})

test('Y4: every entry sums to zero and the book is the sum of the entries', () => {
  fc.assert(
    fc.property(shuffledHistories, ([, steps]) => {
      const { entries, book } = played(steps)
      expect(isBalanced(entries)).toBe(true)
      expect(bookOf(entries)).toEqual(book)
    }),
  )
})

test('Y4: what a member has is what the payments earn less what their refunds take back', () => {
  fc.assert(
    fc.property(shuffledHistories, ([, steps]) => {
      const after = played(steps)
      expect(worth(after)).toBe(due(after))
    }),
  )
})

test('Y4: refunds of parts that give back everything take back everything, wherever they are cut', () => {
  const cuts = fc.tuple(fc.integer({ min: 3, max: 900_000 }), fc.integer({ min: 1, max: 99 }))
  fc.assert(
    fc.property(cuts, ([amountMinor, percent]) => {
      const part = Math.max(1, Math.floor((amountMinor * percent) / 100))
      const steps = [paid('a', amountMinor), refunded('a', part, 1), refunded('a', amountMinor - part, 2, 21)]
      expect(played(steps).book).toEqual({ balances: [], lots: [] })
    }),
  )
})

test('Y4: with points spent in between, a refund still takes back exactly its own, the rest as a debt', () => {
  const withSpends = fc.tuple(histories, fc.array(fc.tuple(fc.integer({ min: 1, max: 9_000 }), fc.nat(8))))
  fc.assert(
    fc.property(withSpends, ([history, spends]) => {
      const steps: Step[] = [...history]
      for (const [points, at] of spends) steps.splice(at, 0, spent(points, 80))
      const after = played(steps)
      expect(worth(after)).toBe(due(after) - after.spent)
      expect(bookOf(after.entries)).toEqual(after.book)
      expect(after.book.lots.every(({ remaining }) => remaining > 0)).toBe(true)
      expect(owedPoints(after.book)).toBeLessThanOrEqual(after.spent)
    }),
  )
})

test('Y4: spent points that a refund takes back are owed, and later earnings repay them first', () => {
  const owing = played([paid('a', 100_000), spent(600), refunded('a', 50_000)])
  expect([owedPoints(owing.book), worth(owing)]).toEqual([100, -100])
  const after = played([paid('a', 100_000), spent(600), refunded('a', 50_000), paid('b', 30_000, 21)])
  expect([owedPoints(after.book), worth(after)]).toEqual([0, 200])
  expect(available(after.book, pointsAccount, pointsAsset, dayAt(31))).toBe(200)
})

test('Y4: usable points of other payments repay a debt at once', () => {
  const { book } = played([paid('a', 100_000), paid('b', 50_000), spent(1_200), refunded('a', 100_000)])
  expect([owedPoints(book), available(book, pointsAccount, pointsAsset, dayAt(30))]).toEqual([700, 0])
})

test('Y4: a payment earns at the rate of the tier that the member had when paying', () => {
  const after = played([paid('a', 500_000), paid('b', 100_000, 1)])
  expect(after.facts.map((fact) => isPaid(fact) && fact.granted.points)).toEqual([5_000, 1_250])
})

test('Y4: an earlier payment that is heard of late lifts the rate of the later one', () => {
  const after = played([paid('b', 100_000, 1), paid('a', 500_000, 0)])
  expect(worth(after)).toBe(6_250)
  expect(after.entries.map(({ kind }) => kind)).toEqual([
    'pointsEarned',
    'pointsEarned',
    'pointsReversed',
    'pointsEarned',
  ])
})

test('Y4: a later payment, or a refund after the payment, does not change the rate', () => {
  const pointsOf = (steps: readonly Step[]) => played(steps).facts.map((fact) => isPaid(fact) && fact.granted.points)
  expect(pointsOf([paid('a', 100_000), paid('b', 500_000, 1)])).toEqual([1_000, 5_000])
  const large = paid('a', 500_000)
  expect(pointsOf([large, refunded('a', 100_000, 1, 1), paid('b', 100_000, 2)])).toEqual([4_000, 1_000])
  expect(pointsOf([large, refunded('a', 100_000, 1, 3), paid('b', 100_000, 2)])).toEqual([4_000, 1_250])
})

test('Y4: a refund of a part takes back exactly its share, rounded once, half to even', () => {
  const left = (amountMinor: number, refund: number) => worth(played([paid('a', amountMinor), refunded('a', refund)]))
  expect([left(300, 100), left(300, 150), left(500, 250), left(100_000, 33_333)]).toEqual([2, 1, 3, 667])
})

test('Y4: points are rounded once, half to even', () => {
  const pointsOf = (amountMinor: number) => worth(played([paid('a', amountMinor)]))
  expect([50, 150, 250, 251].map(pointsOf)).toEqual([0, 2, 2, 3])
})

test('Y4: a payment that is refunded in many parts keeps its share after each, and nothing after the last', () => {
  const parts = fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(parts, (cuts) => {
      const whole = cuts.reduce((sum, part) => sum + part, 0)
      const steps: Step[] = [paid('a', whole)]
      let left = whole
      for (const [n, part] of cuts.entries()) {
        steps.push(refunded('a', part, n, 20 + n))
        left -= part
        const after = played(steps)
        // One point for 100 fen here: what is left has its points, but for the rounding of one.
        expect(Math.abs(worth(after) - left / 100)).toBeLessThan(1)
        expect(worth(after)).toBe(due(after))
      }
      expect(played(steps).book).toEqual({ balances: [], lots: [] })
    }),
  )
})
