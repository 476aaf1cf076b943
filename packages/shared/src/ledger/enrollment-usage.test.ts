import { expect, test } from 'vitest'
import { external, spendable } from './account.ts'
import { type AsOf, entriesAsOf } from './as-of.ts'
import { type Book, balanceOf, bookOf, emptyBook, lotsOf } from './book.ts'
import { businessKey, type LedgerEntry, totalOf } from './entry.ts'
import { accepted, codeOf, day, entry, lotOf, reversal } from './ledger-fixtures.ts'
import { consume, grant } from './lots.ts'
import { post } from './posting.ts'
import { reverse } from './reversal.ts'

const hours = spendable('hours')
const tuition = spendable('tuition')
const income = external('income')
const payments = external('payments')

function purchase(book: Book, n: number, centihours: number, amountMinor: number) {
  const lot = lotOf(`purchase-${n}`, n)
  return accepted(
    post(
      book,
      entry(n, 'hoursPurchased', [
        ...grant(book, { account: hours, asset: 'centihours', amount: centihours, from: external('hoursSold'), lot }),
        ...grant(book, { account: tuition, asset: 'CNY', amount: amountMinor, from: payments, lot }),
      ]),
    ),
  )
}

function deduct(book: Book, n: number, centihours: number, revision = 1) {
  const lines = consume(book, {
    account: hours,
    asset: 'centihours',
    amount: centihours,
    to: external('hoursUsed'),
    order: 'oldest',
    at: day(n),
    release: { from: tuition, asset: 'CNY', to: income },
  })
  const key = businessKey('hoursDeducted', 'lesson-1', 'student-1', String(revision))
  return lines.ok ? post(book, entry(n, 'hoursDeducted', lines.value, key)) : lines
}

test('a lesson deducts the oldest purchase first and releases its tuition to income', () => {
  const first = purchase(emptyBook, 1, 300, 60_000)
  const second = purchase(first.book, 2, 2_000, 300_000)
  const deducted = accepted(deduct(second.book, 3, 400))
  expect(totalOf(deducted.entry.lines, income, 'CNY')).toBe(60_000 + 15_000)
  expect(lotsOf(deducted.book, hours, 'centihours').map(({ lot, remaining }) => [lot.lotId, remaining])).toEqual([
    ['purchase-2', 1_900],
  ])
  expect(balanceOf(deducted.book, tuition, 'CNY')).toBe(285_000)
})

test('a correction reverses a deduction exactly and posts anew', () => {
  const bought = purchase(emptyBook, 1, 2_000, 400_000)
  const wrong = accepted(deduct(bought.book, 3, 200))
  const reversed = accepted(
    reverse(wrong.book, wrong.entry, { ...reversal(5, 'refuse'), occurredAt: wrong.entry.occurredAt }),
  )
  expect(reversed.book).toEqual(bought.book)
  const right = accepted(deduct(reversed.book, 6, 100, 2))
  expect(balanceOf(right.book, hours, 'centihours')).toBe(1_900)
  expect(balanceOf(right.book, income, 'CNY')).toBe(20_000)

  const history: LedgerEntry[] = [bought.entry, wrong.entry, reversed.entry, right.entry]
  expect(bookOf(history)).toEqual(right.book)
  const hoursAsOf = (asOf: AsOf) => balanceOf(bookOf(entriesAsOf(history, asOf)), hours, 'centihours')
  expect(hoursAsOf({ recordedBy: day(4) })).toBe(1_800)
  expect(hoursAsOf({ happenedBy: day(4) })).toBe(2_000)
})

test('a refund of the unused remainder takes all hours left and pays their tuition back', () => {
  const bought = purchase(emptyBook, 1, 2_000, 400_000)
  const deducted = accepted(deduct(bought.book, 3, 200))
  const lines = accepted(
    consume(deducted.book, {
      account: hours,
      asset: 'centihours',
      amount: balanceOf(deducted.book, hours, 'centihours'),
      to: external('hoursRefunded'),
      order: 'oldest',
      at: day(9),
      release: { from: tuition, asset: 'CNY', to: payments },
    }),
  )
  const refunded = accepted(post(deducted.book, entry(9, 'tuitionRefunded', lines)))
  expect(totalOf(lines, payments, 'CNY')).toBe(360_000)
  expect(refunded.book.lots).toEqual([])
  expect(balanceOf(refunded.book, payments, 'CNY')).toBe(-balanceOf(refunded.book, income, 'CNY'))
})

test('a deduction beyond the hours left is refused with what is missing', () => {
  const decision = deduct(purchase(emptyBook, 1, 100, 20_000).book, 2, 250)
  expect(codeOf(decision)).toBe('insufficient')
  expect(decision).toMatchObject({ details: { available: 100, missing: 150 } })
})
