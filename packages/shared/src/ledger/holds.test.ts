import { expect, test } from 'vitest'
import { external, heldOf, spendable } from './account.ts'
import { type Book, balanceOf, emptyBook, lotsOf, remainingOf } from './book.ts'
import type { Line } from './entry.ts'
import { captureHold, hold, openHolds, releaseHold } from './holds.ts'
import { accepted, codeOf, day, entry, lotOf, reversal } from './ledger-fixtures.ts'
import { available, consume, expire, grant, usableLots } from './lots.ts'
import { post } from './posting.ts'
import { reverse } from './reversal.ts'

const points = spendable('points')
const of = { account: points, asset: 'points' } as const
const toSold = external('auctionSales')

const posted = (book: Book, n: number, lines: readonly Line[]) => accepted(post(book, entry(n, 'step', lines)))
const given = (book: Book, n: number, amount: number, expiresOn: number) =>
  posted(book, n, grant(book, { ...of, amount, from: external('pointsEarned'), lot: lotOf(`lot-${n}`, n, expiresOn) }))
    .book
const bid = (book: Book, n: number, holdId: string, amount: number) =>
  hold(book, { ...of, holdId, amount, order: 'earliestExpiry', at: day(n) })

const start = given(given(emptyBook, 1, 100, 50), 2, 100, 30)
const held = posted(start, 3, accepted(bid(start, 3, 'auction-1', 120)))

test('what is held cannot be spent, and the holds are what is missing', () => {
  expect(available(held.book, points, 'points', day(4))).toBe(80)
  expect(openHolds(held.book, points, 'points')).toEqual([{ holdId: 'auction-1', amount: 120 }])
  expect(codeOf(bid(held.book, 4, 'auction-2', 81))).toBe('insufficient')
  const request = { ...of, amount: 81, to: toSold, order: 'oldest', at: day(4) } as const
  expect(consume(held.book, request)).toMatchObject({
    code: 'insufficient',
    details: { available: 80, missing: 1 },
  })
})

test('a hold takes the lots that expire first', () => {
  expect(remainingOf(held.book, heldOf(points, 'auction-1'), 'points', 'lot-2')).toBe(100)
  expect(remainingOf(held.book, heldOf(points, 'auction-1'), 'points', 'lot-1')).toBe(20)
})

test('a released hold goes back to the lots it came from', () => {
  const released = posted(held.book, 4, accepted(releaseHold(held.book, { ...of, holdId: 'auction-1' })))
  expect(released.book).toEqual(start)
  expect(codeOf(releaseHold(released.book, { ...of, holdId: 'auction-1' }))).toBe('holdNotFound')
})

test('a captured hold is gone from its lots for good', () => {
  const captured = posted(held.book, 4, accepted(captureHold(held.book, { ...of, holdId: 'auction-1', to: toSold })))
  expect(openHolds(captured.book, points, 'points')).toEqual([])
  expect(balanceOf(captured.book, points, 'points')).toBe(80)
  expect(balanceOf(captured.book, toSold, 'points')).toBe(120)
})

test('a part of a hold can be captured, and no more than is held', () => {
  const capture = { ...of, holdId: 'auction-1', to: toSold }
  expect(codeOf(captureHold(held.book, { ...capture, amount: 121 }))).toBe('insufficient')
  expect(codeOf(captureHold(held.book, { ...capture, holdId: 'none' }))).toBe('holdNotFound')
  const captured = posted(held.book, 4, accepted(captureHold(held.book, { ...capture, amount: 50 })))
  expect(openHolds(captured.book, points, 'points')).toEqual([{ holdId: 'auction-1', amount: 70 }])
})

test('a higher bid adds to its hold', () => {
  const raised = posted(held.book, 4, accepted(bid(held.book, 4, 'auction-1', 30)))
  expect(openHolds(raised.book, points, 'points')).toEqual([{ holdId: 'auction-1', amount: 150 }])
})

test('holds on another account are not counted', () => {
  expect(openHolds(held.book, spendable('gifts'), 'points')).toEqual([])
})

test('what is held expires only after its release', () => {
  const request = { ...of, to: external('pointsExpired'), at: day(60) }
  expect(expire(held.book, request).filter(({ amount }) => amount < 0)).toMatchObject([{ amount: -80 }])
  const released = posted(held.book, 60, accepted(releaseHold(held.book, { ...of, holdId: 'auction-1' })))
  expect(usableLots(released.book, points, 'points', day(60))).toEqual([])
  expect(lotsOf(posted(released.book, 61, expire(released.book, request)).book, points, 'points')).toEqual([])
})

test('the reversal of a hold is refused once it has been captured', () => {
  const captured = posted(held.book, 4, accepted(captureHold(held.book, { ...of, holdId: 'auction-1', to: toSold })))
  expect(codeOf(reverse(captured.book, held.entry, reversal(5, 'debt')))).toBe('alreadySpent')
})

test('points held for a bid when their payment is refunded are owed, not torn from the bid', () => {
  const granted = posted(
    emptyBook,
    1,
    grant(emptyBook, { ...of, amount: 100, from: external('pointsEarned'), lot: lotOf('lot', 1) }),
  )
  const bidden = posted(granted.book, 2, accepted(bid(granted.book, 2, 'auction-1', 60)))
  const refunded = accepted(reverse(bidden.book, granted.entry, reversal(3, 'debt')))
  expect(openHolds(refunded.book, points, 'points')).toEqual([{ holdId: 'auction-1', amount: 60 }])
  const released = posted(refunded.book, 4, accepted(releaseHold(refunded.book, { ...of, holdId: 'auction-1' })))
  expect(available(released.book, points, 'points', day(5))).toBe(0)
})

test('a deposit is held whole and paid out or forfeited whole', () => {
  const deposit = spendable('deposit')
  const request = { account: heldOf(deposit, 'plan-1'), asset: 'CNY', amount: 100_000, from: external('payments') }
  const { book } = posted(emptyBook, 1, grant(emptyBook, { ...request, lot: lotOf('plan-1', 1) }))
  expect(available(book, deposit, 'CNY', day(2))).toBe(0)
  const end = { account: deposit, asset: 'CNY', holdId: 'plan-1' }
  const forfeited = posted(book, 2, accepted(captureHold(book, { ...end, to: external('income') })))
  expect(balanceOf(forfeited.book, external('income'), 'CNY')).toBe(100_000)
  expect(forfeited.book.lots).toEqual([])
})
