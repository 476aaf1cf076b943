import fc from 'fast-check'
import { expect, test } from 'vitest'
import { debtOf, isDebt, isHeld, isOwned, pendingOf } from './account.ts'
import { entriesAsOf } from './as-of.ts'
import { type Book, balanceOf, bookOf, lotsOf } from './book.ts'
import type { LedgerEntry } from './entry.ts'
import { openHolds } from './holds.ts'
import { accepted, codeOf, day, entry, lotOf, reversal } from './ledger-fixtures.ts'
import { expire, grant, isExpired, owed } from './lots.ts'
import { post } from './posting.ts'
import { draftStep, expiredHours, hours, play, postStep, steps } from './random-history.ts'
import { reverse } from './reversal.ts'

const runs = { numRuns: 300 }
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)
const heldIn = (book: Book) => sum(book.balances.filter(({ account }) => isHeld(account)).map(({ amount }) => amount))

/** Adds lines up without the ledger's own code. */
function naiveBalance(entries: readonly LedgerEntry[], account: string): number {
  return sum(
    entries.flatMap(({ lines }) => lines.filter((line) => line.account === account).map((line) => line.amount)),
  )
}

test('random histories reach every kind of entry, reversals and debts', () => {
  const kinds = new Set<string>()
  const seen = fc.sample(steps, { numRuns: 300, seed: 7 }).map(play)
  for (const { entries, books } of seen) {
    for (const { kind } of entries) kinds.add(kind)
    if (books.some((book) => owed(book, hours, 'centihours') > 0)) kinds.add('debt')
  }
  expect([...kinds].sort().join(' ')).toBe(
    'captureHold confirm consume debt expire grant grantPending hold releaseHold repay reversed',
  )
})

test('the lines of every entry sum to zero for each asset', () => {
  fc.assert(
    fc.property(steps, (all) => {
      for (const { lines } of play(all).entries) {
        for (const asset of ['centihours', 'CNY']) {
          expect(sum(lines.filter((line) => line.asset === asset).map(({ amount }) => amount))).toBe(0)
        }
      }
    }),
    runs,
  )
})

test('no spendable, pending or held account and no lot falls below zero, and no debt above', () => {
  fc.assert(
    fc.property(steps, (all) => {
      for (const { balances, lots } of play(all).books) {
        expect(lots.filter(({ remaining }) => remaining <= 0)).toEqual([])
        expect(balances.filter(({ account, amount }) => isOwned(account) && amount < 0)).toEqual([])
        expect(balances.filter(({ account, amount }) => isDebt(account) && amount > 0)).toEqual([])
      }
    }),
    runs,
  )
})

test('the balance of an account with lots is the sum of its lots', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { book } = play(all)
      for (const { account, asset, amount } of book.balances) {
        if (isOwned(account)) expect(sum(lotsOf(book, account, asset).map(({ remaining }) => remaining))).toBe(amount)
      }
    }),
    runs,
  )
})

test('open holds add up to what is held', () => {
  fc.assert(
    fc.property(steps, (all) => {
      for (const book of play(all).books) {
        expect(sum(openHolds(book, hours, 'centihours').map(({ amount }) => amount))).toBe(heldIn(book))
      }
    }),
    runs,
  )
})

test('an entry has at most one reversal, and a reversal none', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { book, entries } = play(all)
      const reversed = entries.flatMap(({ reverses }) => reverses ?? [])
      expect(new Set(reversed).size).toBe(reversed.length)
      for (const each of entries.filter(({ reverses }) => reverses)) {
        const original = entries.find(({ entryId }) => entryId === each.reverses)
        if (!original) throw new Error('a reversal of nothing')
        expect(codeOf(reverse(book, original, { ...reversal(99, 'debt'), posted: each }))).toBe('alreadyReversed')
        expect(codeOf(reverse(book, each, reversal(99, 'debt')))).toBe('isReversal')
      }
    }),
    runs,
  )
})

test('a reversal restores every lot, hold and debt exactly', () => {
  fc.assert(
    fc.property(steps, draftStep, (all, last) => {
      const { book } = play(all)
      const posting = postStep(book, 60, last)
      fc.pre(posting.ok)
      const undone = accepted(reverse(posting.value.book, posting.value.entry, reversal(61, 'refuse')))
      expect(undone.book).toEqual(book)
    }),
    runs,
  )
})

test('a shuffled and duplicated history has the same balances', () => {
  const shuffled = steps.chain((all) => {
    const { book, entries } = play(all)
    const order = fc.array(fc.nat(entries.length * 3), { minLength: entries.length, maxLength: entries.length })
    const twice = fc.subarray([...entries])
    return fc.tuple(fc.constant({ book, entries }), order, twice)
  })
  fc.assert(
    fc.property(shuffled, ([{ book, entries }, order, twice]) => {
      const mixed = entries.map((each, at) => ({ each, key: order[at] ?? 0 })).sort((a, b) => b.key - a.key)
      const delivered = [...twice, ...mixed.map(({ each }) => each), ...[...twice].reverse()]
      expect(bookOf(delivered)).toEqual(book)
    }),
    runs,
  )
})

test('a balance as recorded by a moment is the balance that was stored then', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 8, max: 52 }), (all, n) => {
      const { entries, books } = play(all)
      const then = books.at(entries.filter(({ recordedAt }) => recordedAt <= day(n)).length - 1)
      const known = entries.some(({ recordedAt }) => recordedAt <= day(n)) ? then : { balances: [], lots: [] }
      expect(bookOf(entriesAsOf([...entries].reverse(), { recordedBy: day(n) }))).toEqual(known)
    }),
    runs,
  )
})

test('a balance as of a moment on both clocks is the sum of what had happened and was known', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 52 }), fc.integer({ min: 0, max: 52 }), (all, happened, known) => {
      const { entries } = play(all)
      const asOf = { happenedBy: day(happened), recordedBy: day(known) }
      const within = entries.filter((each) => each.occurredAt <= asOf.happenedBy && each.recordedAt <= asOf.recordedBy)
      const book = bookOf(entriesAsOf([...entries].reverse(), asOf))
      for (const account of [hours, pendingOf(hours), debtOf(hours)]) {
        expect(balanceOf(book, account, 'centihours')).toBe(naiveBalance(within, account))
      }
    }),
    runs,
  )
})

test('expiry takes exactly the rest of expired lots and touches no other', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 10, max: 80 }), (all, n) => {
      const { book } = play(all)
      const lines = expire(book, { account: hours, asset: 'centihours', to: expiredHours, at: day(n) })
      const due = book.lots.filter(
        ({ account, asset, lot }) => !isHeld(account) && asset === 'centihours' && isExpired(lot, day(n)),
      )
      fc.pre(due.length > 0)
      const { book: after } = accepted(post(book, entry(n + 1, 'expired', lines)))
      expect(after.lots).toEqual(book.lots.filter((open) => !due.includes(open)))
      const before = balanceOf(book, expiredHours, 'centihours')
      expect(balanceOf(after, expiredHours, 'centihours') - before).toBe(sum(due.map(({ remaining }) => remaining)))
    }),
    runs,
  )
})

test('a grant repays a debt first', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 2_000 }), (all, amount) => {
      const { book } = play(all)
      const debt = owed(book, hours, 'centihours')
      fc.pre(debt > 0)
      const request = { account: hours, asset: 'centihours', amount, from: expiredHours, lot: lotOf('new', 60) }
      const { book: after } = accepted(post(book, entry(60, 'granted', grant(book, request))))
      expect(owed(after, hours, 'centihours')).toBe(Math.max(0, debt - amount))
      expect(lotsOf(after, hours, 'centihours').find(({ lot }) => lot.lotId === 'new')?.remaining ?? 0).toBe(
        Math.max(0, amount - debt),
      )
    }),
    { numRuns: 100 },
  )
})
