import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Decision } from '../kernel/decision.ts'
import { external, pendingOf, spendable } from './account.ts'
import { type Book, emptyBook, lotsOf } from './book.ts'
import type { LedgerEntry, Lot } from './entry.ts'
import { hold, openHolds, releaseHold } from './holds.ts'
import { accepted, day, entry, lotOf, reversal } from './ledger-fixtures.ts'
import { available, consume, expire, grant, owed } from './lots.ts'
import { type Posting, post } from './posting.ts'
import { reverse } from './reversal.ts'

const points = spendable('points')
const of = { account: points, asset: 'points' } as const
const toExpired = external('pointsExpired')

/** One single point and where it is: `free`, `gone`, or the name of what has it. */
interface Point {
  readonly lot: Lot
  at: string
}

/** The simplest model there is: every point by itself, a number for the debt, and who moved which points. */
class Model {
  points: Point[] = []
  debt = 0
  grants = new Map<string, { points: Point[]; repaid: number }>()

  usable(n: number): Point[] {
    const usable = ({ at, lot }: Point) =>
      at === 'free' && (lot.availableFrom ?? '') <= day(n) && (lot.expiresAt ?? '~') > day(n)
    return this.points.filter(usable)
  }

  available(n: number): number {
    return Math.max(0, this.usable(n).length - this.debt)
  }

  grant(key: string, lot: Lot, amount: number): void {
    const repaid = Math.min(this.debt, amount)
    const made = Array.from({ length: amount - repaid }, () => ({ lot, at: 'free' }))
    this.debt -= repaid
    this.points.push(...made)
    this.grants.set(key, { points: made, repaid })
  }

  /** Moves the points of the lots that expire first; of lots that expire together, the older. */
  move(n: number, amount: number, to: string): void {
    const key = ({ lot }: Point) => `${lot.expiresAt ?? '~'} ${lot.acquiredAt}`
    const first = this.usable(n).sort((a, b) => (key(a) < key(b) ? -1 : 1))
    for (const point of first.slice(0, amount)) point.at = to
  }

  /** What was used or held comes back. */
  giveBack(from: string): void {
    for (const point of this.points.filter(({ at }) => at === from)) point.at = 'free'
  }

  expire(n: number): void {
    for (const point of this.points) {
      if (point.at === 'free' && (point.lot.expiresAt ?? '~') <= day(n)) point.at = 'expired'
    }
  }

  /** Free and expired points vanish; the others, and what repaid a debt, are owed. */
  takeBack(key: string): void {
    const { points, repaid } = this.grants.get(key) ?? { points: [], repaid: 0 }
    this.debt += repaid
    for (const point of points) {
      if (point.at === 'free' || point.at === 'expired') point.at = 'gone'
      else this.debt += 1
    }
  }

  left(): Map<string, number> {
    const left = new Map<string, number>()
    for (const { lot, at } of this.points) if (at === 'free') left.set(lot.lotId, (left.get(lot.lotId) ?? 0) + 1)
    return left
  }
}

class Ledger {
  readonly model = new Model()
  book: Book = emptyBook
  entries: LedgerEntry[] = []

  keep(decision: Decision<Posting>): LedgerEntry {
    const { book, entry: posted } = accepted(decision)
    this.book = book
    this.entries.push(posted)
    return posted
  }

  grant(n: number, amount: number, pick: number): void {
    const lot = { ...lotOf(`lot-${n}`, n, pick % 3 ? n + 3 + pick : undefined), availableFrom: day(n + (pick % 4)) }
    const lines = grant(this.book, { ...of, account: pendingOf(points), amount, from: external('pointsEarned'), lot })
    this.model.grant(this.keep(post(this.book, entry(n, 'grant', lines))).entryId, lot, amount)
  }

  take(n: number, amount: number, op: 'consume' | 'hold'): void {
    const request = { ...of, amount, order: 'earliestExpiry', at: day(n) } as const
    const lines =
      op === 'hold'
        ? hold(this.book, { ...request, holdId: `hold-${n}` })
        : consume(this.book, { ...request, to: external('pointsRedeemed') })
    expect(lines.ok).toBe(amount <= this.model.available(n))
    if (!lines.ok) return
    const { entryId } = this.keep(post(this.book, entry(n, op, lines.value)))
    this.model.move(n, amount, op === 'hold' ? `hold-${n}` : entryId)
  }

  releaseHold(n: number, pick: number): void {
    const holds = openHolds(this.book, points, 'points')
    const holdId = holds[pick % Math.max(1, holds.length)]?.holdId
    if (holdId === undefined) return
    this.keep(post(this.book, entry(n, 'release', accepted(releaseHold(this.book, { ...of, holdId })))))
    this.model.giveBack(holdId)
  }

  expire(n: number): void {
    const lines = expire(this.book, { ...of, to: toExpired, at: day(n) })
    if (lines.length > 0) this.keep(post(this.book, entry(n, 'expire', lines)))
    this.model.expire(n)
  }

  reverse(n: number, pick: number): void {
    const done = new Set(this.entries.map(({ reverses }) => reverses))
    const open = this.entries.filter(({ entryId, kind }) => /grant|consume/.test(kind) && !done.has(entryId))
    const original = open[pick % Math.max(1, open.length)]
    if (!original) return
    const expired = { to: toExpired, entries: this.entries }
    this.keep(reverse(this.book, original, { ...reversal(n, 'debt'), expired }))
    if (original.kind === 'grant') this.model.takeBack(original.entryId)
    else this.model.giveBack(original.entryId)
  }

  left(): Map<string, number> {
    const left = new Map<string, number>()
    for (const account of [points, pendingOf(points)]) {
      for (const { lot, remaining } of lotsOf(this.book, account, 'points')) {
        left.set(lot.lotId, (left.get(lot.lotId) ?? 0) + remaining)
      }
    }
    return left
  }
}

const command = fc.record({
  op: fc.constantFrom('grant', 'grant', 'consume', 'consume', 'hold', 'releaseHold', 'expire', 'reverse', 'reverse'),
  amount: fc.integer({ min: 1, max: 12 }),
  pick: fc.nat(20),
})

test('the ledger does what counting every single point does', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60, size: 'max' }), (commands) => {
      const ledger = new Ledger()
      for (const [at, { op, amount, pick }] of commands.entries()) {
        const n = at + 1
        if (op === 'grant') ledger.grant(n, amount, pick)
        else if (op === 'consume' || op === 'hold') ledger.take(n, amount, op)
        else if (op === 'releaseHold') ledger.releaseHold(n, pick)
        else if (op === 'expire') ledger.expire(n)
        else ledger.reverse(n, pick)
        expect(ledger.left()).toEqual(ledger.model.left())
        expect(owed(ledger.book, points, 'points')).toBe(ledger.model.debt)
        expect(available(ledger.book, points, 'points', day(n))).toBe(ledger.model.available(n))
      }
    }),
    { numRuns: 400 },
  )
})
