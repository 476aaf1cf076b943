import { expect, test } from 'vitest'
import { external, heldOf, pendingOf, spendable } from './account.ts'
import { applyLines, balanceOf, bookOf, emptyBook, remainingOf } from './book.ts'
import { businessKey, totalOf } from './entry.ts'
import { captureHold } from './holds.ts'
import { accepted, codeOf, day, entry, lotOf, reversal } from './ledger-fixtures.ts'
import { available, confirm, consume, expire, grant, nextExpiry, owed } from './lots.ts'
import { post } from './posting.ts'
import { reverse } from './reversal.ts'

const hours = spendable('hours')
const tuition = spendable('tuition')
const of = { account: hours, asset: 'centihours' } as const
const from = external('hoursSold')
const toUsed = external('hoursUsed')
const first = lotOf('lot-1', 1, 50)
const second = lotOf('lot-2', 2, 30)
const bought = [first, second].flatMap((lot) => grant(emptyBook, { ...of, amount: 100, from, lot }))
const { book } = accepted(post(emptyBook, entry(2, 'bought', bought)))
const use = { ...of, to: toUsed, at: day(3) } as const
const lotIdsOf = (lines: readonly { lot?: { lotId: string } }[]) => [...new Set(lines.map(({ lot }) => lot?.lotId))]

test('the oldest lot, or the one that expires first, is used first, as asked', () => {
  expect(lotIdsOf(accepted(consume(book, { ...use, amount: 100, order: 'oldest' })))).toEqual(['lot-1'])
  expect(lotIdsOf(accepted(consume(book, { ...use, amount: 100, order: 'earliestExpiry' })))).toEqual(['lot-2'])
})

test('lots that never expire are used after those that do', () => {
  const forever = grant(book, { ...of, amount: 100, from, lot: lotOf('lot-0', 0) })
  const request = { ...use, amount: 300, order: 'earliestExpiry' } as const
  expect(lotIdsOf(accepted(consume(applyLines(book, forever), request)))).toEqual(['lot-2', 'lot-1', 'lot-0'])
})

test('only the lots that were asked for are used, and no other stands in', () => {
  const request = { ...use, order: 'oldest', lotIds: ['lot-2'] } as const
  expect(lotIdsOf(accepted(consume(book, { ...request, amount: 60 })))).toEqual(['lot-2'])
  expect(consume(book, { ...request, amount: 101 })).toMatchObject({
    code: 'insufficient',
    details: { available: 100, missing: 1 },
  })
})

test('a pending lot without a date waits for its confirmation', () => {
  const pending = applyLines(
    emptyBook,
    grant(emptyBook, { ...of, account: pendingOf(hours), amount: 100, from, lot: lotOf('lot-1', 1) }),
  )
  expect(available(pending, hours, 'centihours', day(999))).toBe(0)
  const confirmed = applyLines(pending, accepted(confirm(pending, { ...of, lotIds: ['lot-1'] })))
  expect(available(confirmed, hours, 'centihours', day(2))).toBe(100)
})

test('the next expiry is that of the lot that expires first', () => {
  expect(nextExpiry(book, hours, 'centihours')).toBe(day(30))
  expect(nextExpiry(emptyBook, hours, 'centihours')).toBeUndefined()
})

test('hours that expire release the rest of their money', () => {
  const paid = grant(book, { account: tuition, asset: 'CNY', amount: 777, from: external('payments'), lot: second })
  const release = { from: tuition, asset: 'CNY', to: external('income') }
  const lines = expire(applyLines(book, paid), { ...of, to: external('hoursExpired'), at: day(30), release })
  expect(totalOf(lines, external('income'), 'CNY')).toBe(777)
  expect(totalOf(lines, external('hoursExpired'), 'centihours')).toBe(100)
})

test('a deposit repays no debt and is never owed itself', () => {
  const used = accepted(consume(book, { ...use, amount: 200, order: 'oldest' }))
  const spent = applyLines(book, used)
  const indebted = accepted(reverse(spent, entry(2, 'bought', bought), reversal(4, 'debt'))).book
  expect(owed(indebted, hours, 'centihours')).toBe(200)
  const deposit = { ...of, account: heldOf(hours, 'plan'), amount: 50, from, lot: lotOf('plan', 5) }
  const held = accepted(post(indebted, entry(5, 'depositHeld', grant(indebted, deposit))))
  expect(owed(held.book, hours, 'centihours')).toBe(200)
  expect(remainingOf(held.book, heldOf(hours, 'plan'), 'centihours', 'plan')).toBe(50)
  const forfeited = accepted(captureHold(held.book, { ...of, holdId: 'plan', to: toUsed }))
  expect(codeOf(reverse(applyLines(held.book, forfeited), held.entry, reversal(6, 'debt')))).toBe('alreadySpent')
})

test('an entry that gave a lot and used some of it at once is undone without a debt', () => {
  const given = grant(book, { ...of, amount: 100, from, lot: lotOf('lot-3', 3) })
  const used = consume(applyLines(book, given), { ...use, amount: 30, order: 'oldest', lotIds: ['lot-3'] })
  const posting = accepted(post(book, entry(3, 'boughtAndUsed', [...given, ...accepted(used)])))
  expect(accepted(reverse(posting.book, posting.entry, reversal(4, 'refuse'))).book).toEqual(book)
})

test('of two entries under one business key the same one counts in any order', () => {
  const key = businessKey('bought', 'payment-1')
  const [one, other] = [10, 20].map((amount, at) =>
    entry(at + 1, 'bought', grant(emptyBook, { ...of, amount, from, lot: lotOf('lot', 1) }), key),
  )
  if (!one || !other) throw new Error('two entries')
  expect(bookOf([one, other])).toEqual(bookOf([other, one]))
  expect(balanceOf(bookOf([other, one]), hours, 'centihours')).toBe(10)
})
