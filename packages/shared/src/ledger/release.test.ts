import fc from 'fast-check'
import { expect, test } from 'vitest'
import { external, spendable } from './account.ts'
import { type Book, balanceOf, emptyBook } from './book.ts'
import { totalOf } from './entry.ts'
import { accepted, day, entry, lotOf, reversal } from './ledger-fixtures.ts'
import { consume, grant } from './lots.ts'
import { post } from './posting.ts'
import { reverse } from './reversal.ts'

const hours = spendable('hours')
const tuition = spendable('tuition')
const income = external('income')

function purchased(book: Book, n: number, amount: number, price: number): Book {
  const lot = lotOf(`purchase-${n}`, n)
  const lines = grant(book, { account: hours, asset: 'centihours', amount, from: external('hoursSold'), lot })
  const paid = { account: tuition, asset: 'CNY', amount: price, from: external('payments'), lot }
  return accepted(post(book, entry(n, 'purchased', price > 0 ? [...lines, ...grant(book, paid)] : lines))).book
}

function used(book: Book, n: number, amount: number) {
  const release = { from: tuition, asset: 'CNY', to: income }
  const request = { account: hours, asset: 'centihours', amount, to: external('hoursUsed'), order: 'oldest' } as const
  return accepted(post(book, entry(n, 'used', accepted(consume(book, { ...request, at: day(n), release })))))
}

const splits = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 30 })
const price = fc.integer({ min: 0, max: 10_000_000 })

test('the money released of a purchase sums to its price, however its hours are split', () => {
  fc.assert(
    fc.property(splits, price, (parts, paid) => {
      const total = parts.reduce((sum, part) => sum + part, 0)
      let book = purchased(emptyBook, 1, total, paid)
      for (const [at, part] of parts.entries()) {
        const before = balanceOf(book, tuition, 'CNY')
        const posting = used(book, at + 2, part)
        const released = totalOf(posting.entry.lines, income, 'CNY')
        expect(released).toBeGreaterThanOrEqual(0)
        expect(released).toBeLessThanOrEqual(before)
        book = posting.book
      }
      expect(balanceOf(book, income, 'CNY')).toBe(paid)
      expect(book.lots).toEqual([])
    }),
  )
})

test('corrections on the way do not change what a purchase releases', () => {
  fc.assert(
    fc.property(splits, price, fc.nat(29), (parts, paid, wrong) => {
      const total = parts.reduce((sum, part) => sum + part, 0)
      const mistaken = used(purchased(emptyBook, 1, total, paid), 2, parts[wrong % parts.length] ?? 1)
      let { book } = accepted(reverse(mistaken.book, mistaken.entry, reversal(3, 'refuse')))
      for (const [at, part] of parts.entries()) book = used(book, at + 4, part).book
      expect(balanceOf(book, income, 'CNY')).toBe(paid)
    }),
  )
})

test('one deduction over two purchases releases each at its own price', () => {
  const book = purchased(purchased(emptyBook, 1, 100, 10_000), 2, 100, 30_000)
  expect(totalOf(used(book, 3, 150).entry.lines, income, 'CNY')).toBe(10_000 + 15_000)
})

test('a part of a minor unit is rounded half to even', () => {
  expect(totalOf(used(purchased(emptyBook, 1, 200, 5), 2, 100).entry.lines, income, 'CNY')).toBe(2)
  expect(totalOf(used(purchased(emptyBook, 1, 200, 7), 2, 100).entry.lines, income, 'CNY')).toBe(4)
})

test('hours given free release nothing', () => {
  expect(totalOf(used(purchased(emptyBook, 1, 200, 0), 2, 100).entry.lines, income, 'CNY')).toBe(0)
})
