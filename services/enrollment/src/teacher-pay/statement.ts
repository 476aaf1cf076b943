import type { payLineKindField } from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { monthOf } from '@tutelage/shared/kernel/local-date.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { type LedgerEntry, totalOf } from '@tutelage/shared/ledger/entry.ts'
import type * as z from 'zod'
import { allowance, base, pay } from './teacher-pay.ts'
import type { Accrued } from './teacher-pay-store.ts'

type LineKind = z.output<ReturnType<typeof payLineKindField>>

/** One amount of a statement, with the entry and the lesson that explain it. */
export interface StatementLine {
  readonly kind: LineKind
  readonly entryId: Id<'entry'>
  readonly lessonId?: Id<'lesson'>
  readonly forMonth: string
  readonly occurredAt: Instant
  readonly recordedAt: Instant
  readonly amountMinor: number
}

/** What a statement adds up to; the total is the sum of the others. */
export interface StatementSums {
  readonly baseMinor: number
  readonly lessonsMinor: number
  readonly allowancesMinor: number
  readonly correctionsMinor: number
  readonly totalMinor: number
}

/** A month as it was posted. */
interface Posted {
  readonly month: string
  readonly base: LedgerEntry | undefined
  readonly accruals: readonly Accrued[]
}

const byTime = ({ entry: a }: Accrued, { entry: b }: Accrued): number =>
  `${a.occurredAt} ${a.recordedAt} ${a.entryId}` < `${b.occurredAt} ${b.recordedAt} ${b.entryId}` ? -1 : 1

const factsOf = ({ entryId, occurredAt, recordedAt }: LedgerEntry) => ({ entryId, occurredAt, recordedAt })

/** The lines of an entry: by the class's rate and as an allowance, or both as a correction of a month that was closed. */
function linesOf({ lessonId, entry }: Accrued, month: string, { currency, timeZone }: Place): StatementLine[] {
  const forMonth = monthOf(localDateOf(entry.occurredAt, timeZone))
  const isLate = forMonth !== month
  const amounts = [
    { kind: 'lesson', amountMinor: totalOf(entry.lines, pay, currency) },
    { kind: 'allowance', amountMinor: totalOf(entry.lines, allowance, currency) },
  ] as const
  return amounts
    .filter(({ amountMinor }) => amountMinor !== 0)
    .map(({ kind, amountMinor }) => ({
      kind: isLate ? 'correction' : kind,
      lessonId,
      forMonth,
      ...factsOf(entry),
      amountMinor,
    }))
}

interface Place {
  readonly currency: string
  readonly timeZone: string
}

/**
 * The lines of a teacher's month: the base pay first, then the lessons in their order.
 * Rule: E17.
 */
export function statementLines({ month, base: basePay, accruals }: Posted, place: Place): readonly StatementLine[] {
  const first: StatementLine[] = basePay
    ? [
        {
          kind: 'base',
          ...factsOf(basePay),
          forMonth: month,
          amountMinor: totalOf(basePay.lines, base, place.currency),
        },
      ]
    : []
  return [...first, ...[...accruals].sort(byTime).flatMap((accrued) => linesOf(accrued, month, place))]
}

/** What lines add up to, by what they are for. Rule: E17. */
export function sumStatement(lines: readonly StatementLine[]): StatementSums {
  const sumOf = (kind: LineKind): number =>
    lines.filter((line) => line.kind === kind).reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const [baseMinor, lessonsMinor] = [sumOf('base'), sumOf('lesson')]
  const [allowancesMinor, correctionsMinor] = [sumOf('allowance'), sumOf('correction')]
  const totalMinor = baseMinor + lessonsMinor + allowancesMinor + correctionsMinor
  return { baseMinor, lessonsMinor, allowancesMinor, correctionsMinor, totalMinor }
}
