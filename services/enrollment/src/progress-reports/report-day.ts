import type { ProgressReportsPolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays, weekdayOf } from '@tutelage/shared/kernel/local-date.ts'

/** No report tells of less than a week. */
const leastDays = 7

/**
 * The day of the next report: the first of the policy's days that is far enough from the one before.
 * @param after the day of the report before, or of the enrollment
 * @returns a day of the calendar, also where no report is sent now: the campus may change its mind
 * Rule: E16.
 */
export function nextReportOn(
  { rhythm, dayOfMonth, everyWeeks, weekday }: ProgressReportsPolicy,
  after: LocalDate,
): LocalDate {
  // A week less, so that a report after a shorter or longer period comes back to its weekday.
  const weekly = rhythm === 'weekly'
  const isDay = (day: LocalDate) => (weekly ? weekdayOf(day) === weekday : Number(day.slice(8)) === dayOfMonth)
  let day = addDays(after, weekly ? leastDays * everyWeeks - (leastDays - 1) : leastDays)
  while (!isDay(day)) day = addDays(day, 1)
  return day
}

/**
 * The last report day that has come, counted on from one that has: what late reports were to tell of apart, one tells of together.
 * @param due a report day that is not after today
 * Rule: E16.
 */
export function lastReportOn(policy: ProgressReportsPolicy, due: LocalDate, today: LocalDate): LocalDate {
  const next = nextReportOn(policy, due)
  return next > today ? due : lastReportOn(policy, next, today)
}
