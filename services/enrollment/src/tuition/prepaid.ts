import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { type LedgerEntry, totalOf } from '@tutelage/shared/ledger/entry.ts'
import { income, payments } from '../lesson-hours/hours-account.ts'
import { movementsOf } from '../lesson-hours/movements.ts'

/** Money of prepaid tuition, in the minor unit. */
export interface PrepaidFlow {
  readonly receivedMinor: number
  readonly refundedMinor: number
  /** Earned by lessons; a correction takes it back. */
  readonly consumedMinor: number
}

/** What was recorded on one day, by the day on which it happened. */
export interface DayFlow extends PrepaidFlow {
  readonly happenedOn: LocalDate
}

/** All that was recorded until the end of a day, and what of that day had happened on days before. */
export interface PrepaidDay {
  readonly day: LocalDate
  readonly total: PrepaidFlow
  readonly late: readonly DayFlow[]
}

export const noFlow: PrepaidFlow = { receivedMinor: 0, refundedMinor: 0, consumedMinor: 0 }

/** One after the other. */
const addFlow = (a: PrepaidFlow, b: PrepaidFlow, sign: 1 | -1 = 1): PrepaidFlow => ({
  receivedMinor: a.receivedMinor + sign * b.receivedMinor,
  refundedMinor: a.refundedMinor + sign * b.refundedMinor,
  consumedMinor: a.consumedMinor + sign * b.consumedMinor,
})

/** What an entry does to prepaid tuition; cash that comes and goes is told apart by the sign of each line. */
function flowOf({ lines }: LedgerEntry, currency: string): PrepaidFlow {
  const cash = lines.filter(({ account, asset }) => account === payments && asset === currency)
  const sum = (sign: 1 | -1): number =>
    cash.filter(({ amount }) => amount * sign > 0).reduce((total, { amount }) => total + sign * amount, 0)
  return { receivedMinor: sum(-1), refundedMinor: sum(1), consumedMinor: totalOf(lines, income, currency) }
}

/** What entries of one recorded day do, by the day on which each took effect. */
export function flowsByDay(
  entries: readonly LedgerEntry[],
  currency: string,
  dayOf: (at: Instant) => LocalDate,
): readonly DayFlow[] {
  const byDay = new Map<LocalDate, PrepaidFlow>()
  for (const entry of movementsOf(entries)) {
    const day = dayOf(entry.occurredAt)
    byDay.set(day, addFlow(byDay.get(day) ?? noFlow, flowOf(entry, currency)))
  }
  return [...byDay]
    .map(([happenedOn, flow]) => ({ happenedOn, ...flow }))
    .sort((a, b) => (a.happenedOn < b.happenedOn ? -1 : 1))
}

/** A day after the one before, with what was recorded on it. */
export function nextDay(before: PrepaidFlow, day: LocalDate, flows: readonly DayFlow[]): PrepaidDay {
  const total = flows.reduce((sum, flow) => addFlow(sum, flow), before)
  return { day, total, late: flows.filter(({ happenedOn }) => happenedOn < day) }
}

/**
 * Prepaid tuition as it had happened by the end of one day and was recorded by the end of another. What happened on a day was
 * recorded on it or later; so it is all that was recorded until then, and what was recorded later of days before.
 * @param base all that was recorded until the end of `on`
 * @param after what was recorded on the days after it, up to the last one that counts
 * Rule: E5, domain §3 (asOf).
 */
export function prepaidOn(
  base: PrepaidFlow,
  on: LocalDate,
  after: readonly DayFlow[],
): PrepaidFlow & { prepaidMinor: number } {
  const flow = after.filter(({ happenedOn }) => happenedOn <= on).reduce((sum, each) => addFlow(sum, each), base)
  return { ...flow, prepaidMinor: flow.receivedMinor - flow.refundedMinor - flow.consumedMinor }
}
