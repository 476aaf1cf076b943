import fc from 'fast-check'
import { accept, type Decision } from '../kernel/decision.ts'
import { external, pendingOf, spendable } from './account.ts'
import { applyLines, type Book, emptyBook, lotsOf } from './book.ts'
import { type LedgerEntry, type Line, reversalKey } from './entry.ts'
import { captureHold, hold, openHolds, releaseHold } from './holds.ts'
import { day, entry, lotOf, reversal } from './ledger-fixtures.ts'
import { confirm, consume, expire, grant, repay } from './lots.ts'
import { type Posting, post } from './posting.ts'
import { reverse } from './reversal.ts'

/** For tests: the accounts that random histories use. */
export const hours = spendable('hours')
export const tuition = spendable('tuition')
export const income = external('income')
export const expiredHours = external('hoursExpired')
const release = { from: tuition, asset: 'CNY', to: income }

const drafts = [
  'grant',
  'grantPending',
  'consume',
  'hold',
  'releaseHold',
  'captureHold',
  'confirm',
  'expire',
  'repay',
] as const

/** For tests: something that may happen to a book; the numbers mean what the operation makes of them. */
export interface Step {
  readonly op: (typeof drafts)[number] | 'reverse'
  readonly amount: number
  readonly pick: number
  readonly lateDays: number
  readonly expires: boolean
  readonly debt: boolean
}

/** For tests: what has happened so far, with the book after each entry. */
export interface History {
  readonly book: Book
  readonly entries: readonly LedgerEntry[]
  readonly books: readonly Book[]
}

export const noHistory: History = { book: emptyBook, entries: [], books: [] }

const stepFields = {
  amount: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 300 })),
  pick: fc.nat(30),
  lateDays: fc.nat(6),
  expires: fc.boolean(),
  debt: fc.boolean(),
}

/** For tests: any draft, not a reversal. */
export const draftStep: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom(...drafts, 'grant', 'consume'),
  ...stepFields,
})
/** For tests: any step; grants, uses and reversals come up often. */
export const step: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom('reverse', 'reverse', 'reverse', 'reverse', 'grant', 'consume', ...drafts),
  ...stepFields,
})
export const steps = fc.array(step, { minLength: 1, maxLength: 40, size: 'max' })

function granted(book: Book, n: number, { op, amount, pick, expires }: Step): readonly Line[] {
  const lot = { ...lotOf(`lot-${n}`, n, expires ? n + 1 + pick : undefined), availableFrom: day(n + (pick % 7)) }
  const account = op === 'grant' ? hours : pendingOf(hours)
  const given = grant(book, { account, asset: 'centihours', amount, from: external('hoursSold'), lot })
  if (pick % 3 === 0) return given
  const price = { account: tuition, asset: 'CNY', amount: amount * 7 + pick, from: external('payments'), lot }
  return [...given, ...grant(applyLines(book, given), price)]
}

function drafted(book: Book, n: number, step: Step): Decision<readonly Line[]> {
  const { op, amount, pick, expires } = step
  const at = day(n)
  const of = { account: hours, asset: 'centihours' } as const
  const order = expires ? 'oldest' : 'earliestExpiry'
  const holdId = openHolds(book, hours, 'centihours').at(pick % 3)?.holdId ?? `hold-${pick % 3}`
  switch (op) {
    case 'consume':
      return consume(book, { ...of, amount, to: external('hoursUsed'), order, at, release })
    case 'hold':
      return hold(book, { ...of, amount, order, at, holdId: `hold-${pick % 3}` })
    case 'releaseHold':
      return releaseHold(book, { ...of, holdId })
    case 'captureHold':
      return captureHold(book, { ...of, holdId, to: external('hoursUsed'), ...(expires ? {} : { amount }) })
    case 'confirm': {
      const pending = lotsOf(book, pendingOf(hours), 'centihours')
      return confirm(book, { ...of, lotIds: pending.slice(0, 1 + (pick % 2)).map(({ lot }) => lot.lotId) })
    }
    case 'expire':
      return accept(expire(book, { ...of, to: expiredHours, at, release }))
    case 'repay':
      return accept(repay(book, hours, 'centihours', at))
    default:
      return accept(granted(book, n, step))
  }
}

/** For tests: posts a draft on day n, happened up to six days before it was recorded. */
export function postStep(book: Book, n: number, step: Step): Decision<Posting> {
  const lines = drafted(book, n, step)
  if (!lines.ok) return lines
  return post(book, { ...entry(n, step.op, lines.value), occurredAt: day(n - step.lateDays) })
}

function reverseStep({ book, entries }: History, n: number, { pick, debt, lateDays }: Step): Decision<Posting> {
  const original = entries[pick % Math.max(1, entries.length)]
  if (!original) return accept({ book, entry: entry(n, 'nothing', []) })
  return reverse(book, original, {
    ...reversal(n, debt ? 'debt' : 'refuse'),
    occurredAt: day(n - lateDays),
    posted: entries.find(({ businessKey }) => businessKey === reversalKey(original.entryId)),
  })
}

/** For tests: the history after one more step; a refused step changes nothing. */
export function advance(history: History, n: number, step: Step): History {
  const decision = step.op === 'reverse' ? reverseStep(history, n, step) : postStep(history.book, n, step)
  if (!decision.ok || decision.value.entry.lines.length === 0) return history
  const { book, entry: posted } = decision.value
  return { book, entries: [...history.entries, posted], books: [...history.books, book] }
}

/** For tests: the history of all steps, one a day from day 10 on. */
export const play = (all: readonly Step[]): History =>
  all.reduce((history, each, at) => advance(history, at + 10, each), noHistory)
