import { expect, test } from 'vitest'
import { instant } from '../kernel/instant.ts'
import { debtOf, external, heldOf, spendable } from './account.ts'
import { balanceOf, emptyBook } from './book.ts'
import { businessKey, type Line, line, reversalKey } from './entry.ts'
import { accepted, codeOf, entry, entryId, lotOf } from './ledger-fixtures.ts'
import { grant } from './lots.ts'
import { post } from './posting.ts'

const points = spendable('points')
const source = external('pointsEarned')
const lot = lotOf('lot', 1, 9)
const given = grant(emptyBook, { account: points, asset: 'points', amount: 10, from: source, lot })
const { book, entry: first } = accepted(post(emptyBook, entry(1, 'granted', given)))
const refusalOf = (lines: readonly Line[]) => codeOf(post(book, entry(2, 'any', lines)))

test('an entry whose lines do not sum to zero for each asset is refused', () => {
  expect(refusalOf([line(points, 'points', 5, lot), line(source, 'points', -4, lot)])).toBe('unbalanced')
  expect(refusalOf([line(points, 'points', 5, lot), line(source, 'CNY', -5, lot)])).toBe('unbalanced')
})

test('an entry that takes more of a lot than is left is refused and changes nothing', () => {
  const before = structuredClone(book)
  const decision = post(
    book,
    entry(2, 'any', [line(points, 'points', -11, lot), line(external('used'), 'points', 11, lot)]),
  )
  expect(decision).toMatchObject({ code: 'insufficient', details: { account: points, lotId: 'lot', missing: 1 } })
  expect(book).toEqual(before)
})

test('another lot does not stand in for the one that an entry names', () => {
  const other = lotOf('other', 1)
  expect(refusalOf([line(points, 'points', -1, other), line(source, 'points', 1, other)])).toBe('insufficient')
})

test('a debt is not repaid beyond what is owed', () => {
  expect(refusalOf([line(debtOf(points), 'points', 1, lot), line(source, 'points', -1, lot)])).toBe('insufficient')
})

test('external accounts may be of either sign', () => {
  expect(balanceOf(book, source, 'points')).toBe(-10)
})

test('a business key posts once', () => {
  expect(codeOf(post(book, first, first))).toBe('duplicate')
})

test('an entry needs lines, whole amounts other than zero, and lots on the accounts that hold them', () => {
  expect(refusalOf([])).toBe('malformed')
  expect(refusalOf([line(points, 'points', 0.5, lot), line(source, 'points', -0.5, lot)])).toBe('malformed')
  expect(refusalOf([line(points, 'points', 0, lot)])).toBe('malformed')
  expect(
    refusalOf([
      { account: points, asset: 'points', amount: 1 },
      { account: source, asset: 'points', amount: -1 },
    ]),
  ).toBe('malformed')
})

test('the terms of a lot never change', () => {
  const later = lotOf('lot', 1, 99)
  expect(refusalOf([line(points, 'points', 1, later), line(source, 'points', -1, later)])).toBe('malformed')
})

test('only a reversal has the business key of a reversal', () => {
  const lines = [line(points, 'points', 1, lot), line(source, 'points', -1, lot)]
  expect(codeOf(post(book, { ...entry(2, 'any', lines), reverses: entryId(1) }))).toBe('malformed')
  expect(codeOf(post(book, entry(2, 'any', lines, reversalKey(entryId(2)))))).toBe('malformed')
})

test('a sum beyond the safe integers is a defect', () => {
  const most = grant(book, { account: points, asset: 'points', amount: Number.MAX_SAFE_INTEGER, from: source, lot })
  expect(() => post(book, entry(2, 'any', most))).toThrow(RangeError)
})

test('an amount to grant is a positive integer', () => {
  for (const amount of [0, -1, 0.5, Number.NaN]) {
    expect(() => grant(book, { account: points, asset: 'points', amount, from: source, lot })).toThrow(RangeError)
  }
})

test('names and keys hold nothing that could be taken for another', () => {
  expect(() => spendable('a/b')).toThrow(RangeError)
  expect(() => external('a b')).toThrow(RangeError)
  expect(() => heldOf(points, 'a/b')).toThrow(RangeError)
  expect(() => businessKey('a/b', 'c')).toThrow(RangeError)
  expect(() => businessKey('a', '')).toThrow(RangeError)
  expect(() => businessKey()).toThrow(RangeError)
})

test('a book is plain data', () => {
  expect(JSON.parse(JSON.stringify(book))).toEqual(book)
  expect(instant(first.occurredAt)).toBe(first.occurredAt)
})
