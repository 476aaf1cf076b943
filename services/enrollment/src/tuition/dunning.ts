import type { DunningPolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'

/** A part of a price and the day by which it is to be paid. */
export interface Instalment {
  readonly dueOn: LocalDate
  readonly amountMinor: AmountMinor
}

/** What the family hears about one instalment, once each. */
export interface Reminder {
  readonly kind: 'due' | 'overdue'
  readonly on: LocalDate
  readonly dueOn: LocalDate
  /** Of the price, with all instalments before this one. */
  readonly dueMinor: AmountMinor
}

const byDay = (a: Instalment, b: Instalment): number => (a.dueOn < b.dueOn ? -1 : 1)

/**
 * The plan of a price: as agreed on, or all of it some days after the purchase.
 * @returns the instalments by day, or refuses `planNotThePrice` when they do not add up to it
 * Rule: E8.
 */
export function planFor(
  priceMinor: AmountMinor,
  { plan, today, dueDays }: { plan: readonly Instalment[] | undefined; today: LocalDate; dueDays: number },
): Decision<readonly Instalment[], 'planNotThePrice'> {
  if (!plan) return accept([{ dueOn: addDays(today, dueDays), amountMinor: priceMinor }])
  const plannedMinor = plan.reduce((sum, each) => sum + each.amountMinor, 0)
  if (plannedMinor !== priceMinor) return refuse('planNotThePrice', { plannedMinor, priceMinor })
  return accept([...plan].sort(byDay))
}

/**
 * All reminders of a plan in the order in which they come: each instalment is told of before its day, and again after it.
 * Rule: E8.
 */
export function remindersOf(
  plan: readonly Instalment[],
  { remindDaysBefore, overdueDaysAfter }: Pick<DunningPolicy, 'remindDaysBefore' | 'overdueDaysAfter'>,
): readonly Reminder[] {
  let due = 0
  const reminders = [...plan].sort(byDay).flatMap(({ dueOn, amountMinor: part }): Reminder[] => {
    due += part
    const dueMinor = amountMinor(due)
    return [
      { kind: 'due', on: addDays(dueOn, -remindDaysBefore), dueOn, dueMinor },
      { kind: 'overdue', on: addDays(dueOn, overdueDaysAfter), dueOn, dueMinor },
    ]
  })
  return reminders.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

/**
 * The latest reminder that has come by a day and was not told, and how many are behind it then; none, when the campus has put its
 * reminders off meanwhile.
 */
export function reminderBy(
  reminders: readonly Reminder[],
  { remindersTold, today }: { readonly remindersTold: number; readonly today: LocalDate },
) {
  const come = reminders.findLastIndex(({ on }) => on <= today) + 1
  const reminder = come > remindersTold ? reminders[come - 1] : undefined
  return { reminder, remindersTold: Math.max(come, remindersTold) }
}

/** What of a reminder's instalments has not been paid; 0 when nothing is to be told. */
export const unpaidOf = ({ dueMinor }: Reminder, receivedMinor: number): AmountMinor =>
  amountMinor(Math.max(0, dueMinor - receivedMinor))
