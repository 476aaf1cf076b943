import { derivedId } from '@tutelage/shared/data/derived-id.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { emptyBook } from '@tutelage/shared/ledger/book.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import fc from 'fast-check'
import { type Posted, type Poster, spendPoints } from '../points/points-ledger.ts'
import { settleTuition } from '../points/settle-tuition.ts'
import { type EarningTerms, type TuitionFact, withPayment, withRefund } from '../points/tuition-fact.ts'
import { dayAt } from './sample-events.ts'

/** For tests: what may happen to a member's points. */
export type Step =
  | { readonly kind: 'paid'; readonly payment: string; readonly amountMinor: number; readonly day: number }
  | {
      readonly kind: 'refunded'
      readonly payment: string
      readonly n: number
      readonly amountMinor: number
      readonly day: number
    }
  /** Spends as many of the points as can be spent, up to this. */
  | { readonly kind: 'spent'; readonly points: number; readonly day: number }

/** For tests: a member's points after some steps. */
export interface Played extends Posted {
  readonly facts: readonly TuitionFact[]
  readonly spent: number
}

const rates = [
  { fromMinor: 0, pointsBasisPoints: 10_000 },
  { fromMinor: 500_000, pointsBasisPoints: 12_500 },
]

const termsAt = (day: number): EarningTerms => ({
  pointsPer100Minor: 1,
  rates,
  spendableFrom: dayAt(day + 10),
  expiresAt: dayAt(day + 400),
})

const paymentOf = (name: string): Id<'payment'> => derivedId('payment', name)

const poster = (now: Instant): Poster => ({
  now,
  causationId: 'test',
  entryIdOf: (key) => derivedId('entry', key),
})

function heard(before: Played, step: Exclude<Step, { kind: 'spent' }>): TuitionFact | undefined {
  const paymentId = paymentOf(step.payment)
  const known = before.facts.find((fact) => fact.paymentId === paymentId)
  const { amountMinor, day } = step
  if (step.kind === 'paid') {
    return withPayment(known, { paymentId, amountMinor, paidAt: dayAt(day), terms: termsAt(day) })
  }
  const refundId = derivedId('refund', step.payment, step.n)
  return withRefund(known, paymentId, { refundId, amountMinor, refundedAt: dayAt(day) })
}

function play(before: Played, step: Step): Played {
  const at = poster(dayAt(step.day))
  const key = [String(before.entries.length)]
  if (step.kind === 'spent') {
    const happening = { kind: 'pointsRedeemed', key, occurredAt: dayAt(step.day) } as const
    const asked = spendPoints(before, at, { ...happening, points: step.points })
    const most = asked.ok ? step.points : Number(asked.details.available)
    const spent = asked.ok || most === 0 ? asked : spendPoints(before, at, { ...happening, points: most })
    return spent.ok ? { ...before, ...spent.value, spent: before.spent + most } : before
  }
  const fact = heard(before, step)
  if (!fact) return before
  const others = before.facts.filter(({ paymentId }) => paymentId !== fact.paymentId)
  const refundId = step.kind === 'refunded' ? derivedId('refund', step.payment, step.n) : undefined
  const unsettled = { book: before.book, facts: [...others, fact], history: before.entries, heard: refundId, key }
  const { book, entries, facts } = settleTuition(unsettled, at)
  return { ...before, book, facts, entries: [...before.entries, ...entries] }
}

/** For tests: a member's points after steps in this order. */
export const played = (steps: readonly Step[]): Played =>
  steps.reduce(play, { book: emptyBook, entries: [], facts: [], spent: 0 })

/** For tests: the lines of every entry, summed by asset, are nothing. */
export const isBalanced = (entries: readonly LedgerEntry[]): boolean =>
  entries.every(({ lines }) => lines.reduce((sum, { amount }) => sum + amount, 0) === 0)

const amount = fc.integer({ min: 0, max: 900_000 })

/** For tests: one to four payments, each with up to three refunds that give back at most all of it. */
export const histories: fc.Arbitrary<readonly Exclude<Step, { kind: 'spent' }>[]> = fc
  .array(fc.tuple(amount, fc.nat(60), fc.array(fc.tuple(fc.nat(100), fc.nat(60)), { maxLength: 3 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((payments) =>
    payments.flatMap(([amountMinor, day, refunds], at) => {
      const payment = `p${at}`
      let left = amountMinor
      return [
        { kind: 'paid' as const, payment, amountMinor, day },
        ...refunds.flatMap(([percent, later], n) => {
          const part = Math.floor((left * percent) / 100)
          left -= part
          return part > 0 ? [{ kind: 'refunded' as const, payment, n, amountMinor: part, day: day + 1 + later }] : []
        }),
      ]
    }),
  )

/** For tests: a history and the same in another order, some of it twice. */
export const shuffledHistories = histories.chain((history) =>
  fc.tuple(
    fc.constant(history),
    fc
      .tuple(fc.shuffledSubarray([...history], { minLength: history.length }), fc.subarray([...history]))
      .map(([shuffled, twice]) => [...shuffled, ...twice]),
  ),
)
