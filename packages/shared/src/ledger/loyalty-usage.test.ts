import { expect, test } from 'vitest'
import { debtOf, external, pendingOf, spendable } from './account.ts'
import { type Book, balanceOf, emptyBook, lotsOf } from './book.ts'
import { accepted, codeOf, day, entry, lotOf, reversal } from './ledger-fixtures.ts'
import { available, confirm, consume, expire, grant, nextExpiry, owed, repay } from './lots.ts'
import { post } from './posting.ts'
import { reverse } from './reversal.ts'

const points = spendable('points')
const earned = external('pointsEarned')
const expiredPoints = external('pointsExpired')

/** Pending for ten days, expiring after a hundred. */
function earn(book: Book, n: number, amount: number) {
  const lot = { ...lotOf(`payment-${n}`, n, n + 100), availableFrom: day(n + 10) }
  const lines = grant(book, { account: pendingOf(points), asset: 'points', amount, from: earned, lot })
  return accepted(post(book, entry(n, 'pointsEarned', lines)))
}

const spend = (book: Book, n: number, amount: number) =>
  consume(book, {
    account: points,
    asset: 'points',
    amount,
    to: external('pointsRedeemed'),
    order: 'earliestExpiry',
    at: day(n),
  })

const spent = (book: Book, n: number, amount: number) =>
  accepted(post(book, entry(n, 'pointsRedeemed', accepted(spend(book, n, amount)))))

test('points of a payment cannot be spent until its refund window has closed', () => {
  const { book } = earn(emptyBook, 1, 100)
  expect(available(book, points, 'points', day(10))).toBe(0)
  expect(codeOf(spend(book, 10, 1))).toBe('insufficient')
  expect(available(book, points, 'points', day(11))).toBe(100)
  expect(balanceOf(spent(book, 11, 100).book, pendingOf(points), 'points')).toBe(0)
})

test('pending points can be confirmed, and those confirmed not again', () => {
  const { book } = earn(emptyBook, 1, 100)
  const request = { account: points, asset: 'points', lotIds: ['payment-1'] }
  const confirmed = accepted(post(book, entry(2, 'pointsConfirmed', accepted(confirm(book, request)))))
  expect(available(confirmed.book, points, 'points', day(2))).toBe(100)
  expect(codeOf(confirm(confirmed.book, request))).toBe('notPending')
})

test('points expire at their instant, not before', () => {
  const { book } = spent(earn(emptyBook, 1, 100).book, 20, 30)
  const request = { account: points, asset: 'points', to: expiredPoints }
  expect(nextExpiry(book, points, 'points')).toBe(day(101))
  expect(expire(book, { ...request, at: day(100) })).toEqual([])
  expect(available(book, points, 'points', day(101))).toBe(0)
  const swept = accepted(post(book, entry(101, 'pointsExpired', expire(book, { ...request, at: day(101) }))))
  expect(balanceOf(swept.book, expiredPoints, 'points')).toBe(70)
  expect(swept.book.lots).toEqual([])
})

test('a refund takes back exactly its points and leaves those of other payments', () => {
  const first = earn(emptyBook, 1, 100)
  const second = earn(first.book, 2, 50)
  const reversed = accepted(reverse(second.book, first.entry, reversal(3, 'debt')))
  expect(lotsOf(reversed.book, pendingOf(points), 'points').map(({ lot }) => lot.lotId)).toEqual(['payment-2'])
  expect(owed(reversed.book, points, 'points')).toBe(0)
})

test('a refund takes back spent points as a debt, which later earnings repay first', () => {
  const granted = earn(emptyBook, 1, 100)
  const { book } = spent(granted.book, 20, 60)
  expect(codeOf(reverse(book, granted.entry, reversal(21, 'refuse')))).toBe('alreadySpent')
  const reversed = accepted(reverse(book, granted.entry, reversal(21, 'debt')))
  expect(owed(reversed.book, points, 'points')).toBe(60)
  expect(available(reversed.book, points, 'points', day(21))).toBe(0)
  const again = earn(reversed.book, 22, 80)
  expect(owed(again.book, points, 'points')).toBe(0)
  expect(balanceOf(again.book, pendingOf(points), 'points')).toBe(20)
})

test('a refund of part of a payment reverses its points and grants the smaller number anew', () => {
  const granted = earn(emptyBook, 1, 100)
  const { book } = spent(granted.book, 20, 60)
  const reversed = accepted(reverse(book, granted.entry, reversal(21, 'debt')))
  expect(available(earn(reversed.book, 22, 70).book, points, 'points', day(32))).toBe(10)
})

test('points that expired before the refund are not owed', () => {
  const granted = earn(emptyBook, 1, 100)
  const used = spent(granted.book, 20, 60)
  const lines = expire(used.book, { account: points, asset: 'points', to: expiredPoints, at: day(101) })
  const swept = accepted(post(used.book, entry(101, 'pointsExpired', lines)))
  const entries = [granted.entry, used.entry, swept.entry]
  const reversed = accepted(
    reverse(swept.book, granted.entry, { ...reversal(102, 'debt'), expired: { to: expiredPoints, entries } }),
  )
  expect(owed(reversed.book, points, 'points')).toBe(60)
  expect(balanceOf(reversed.book, expiredPoints, 'points')).toBe(0)
})

test('points that a cancelled redemption gives back count against the debt', () => {
  const granted = earn(emptyBook, 1, 100)
  const used = spent(granted.book, 20, 60)
  const refunded = accepted(reverse(used.book, granted.entry, reversal(21, 'debt')))
  const { book } = accepted(reverse(refunded.book, used.entry, reversal(22, 'refuse')))
  expect(available(book, points, 'points', day(23))).toBe(0)
  const repaid = accepted(post(book, entry(23, 'debtRepaid', repay(book, points, 'points', day(23)))))
  expect(balanceOf(repaid.book, debtOf(points), 'points')).toBe(0)
  expect(repaid.book.lots).toEqual([])
})
