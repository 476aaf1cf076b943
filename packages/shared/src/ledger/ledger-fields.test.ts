import { expect, test } from 'vitest'
import { external, spendable } from './account.ts'
import { emptyBook } from './book.ts'
import { bookField, entryField } from './ledger-fields.ts'
import { accepted, entry, lotOf } from './ledger-fixtures.ts'
import { grant } from './lots.ts'
import { post } from './posting.ts'

test('a book and an entry are read back as they were written', () => {
  const bought = { account: spendable('points'), asset: 'points', amount: 5, from: external('earned') }
  const posted = accepted(post(emptyBook, entry(1, 'earned', grant(emptyBook, { ...bought, lot: lotOf('a', 1, 9) }))))
  expect(bookField().parse(JSON.parse(JSON.stringify(posted.book)))).toEqual(posted.book)
  expect(entryField().parse(JSON.parse(JSON.stringify(posted.entry)))).toEqual(posted.entry)
})

test('what is no book is refused', () => {
  const balance = { account: 'nowhere', asset: 'points', amount: 1 }
  expect(bookField().safeParse({ balances: [balance], lots: [] }).success).toBe(false)
})
