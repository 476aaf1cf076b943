import { dayMs, type LocalDate, localDate } from './instant.ts'

/** The days of the week as calendars name them, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

const utcMs = (date: LocalDate): number => Date.parse(date)

const fromUtcMs = (ms: number): LocalDate => localDate(new Date(ms).toISOString().slice(0, 10))

function requireWhole(count: number): void {
  if (!Number.isSafeInteger(count)) throw new RangeError('days and months are counted in whole numbers')
}

/**
 * The day `days` after (or, when negative, before) `date`, by the calendar and not by 24 hours.
 * @param days a whole number
 * @throws RangeError when `days` is not whole or the day is outside the years 0000–9999
 */
export function addDays(date: LocalDate, days: number): LocalDate {
  requireWhole(days)
  return fromUtcMs(utcMs(date) + days * dayMs)
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => (utcMs(to) - utcMs(from)) / dayMs

/**
 * The same day of the month `months` later (or, when negative, earlier); the month's last day when it has no such day:
 * a month after 31 January is the last of February.
 * @param months a whole number
 * @throws RangeError when `months` is not whole or the day is outside the years 0000–9999
 */
export function addMonths(date: LocalDate, months: number): LocalDate {
  requireWhole(months)
  const first = new Date(`${monthOf(date)}-01T00:00:00.000Z`)
  first.setUTCMonth(first.getUTCMonth() + months)
  const next = new Date(first)
  next.setUTCMonth(next.getUTCMonth() + 1)
  const lastDay = (next.getTime() - first.getTime()) / dayMs
  return fromUtcMs(first.getTime() + (Math.min(Number(date.slice(8)), lastDay) - 1) * dayMs)
}

/** The month that a day belongs to, `YYYY-MM`, as reports name it. */
export const monthOf = (date: LocalDate): string => date.slice(0, 7)

/** The day of the week of a local day. */
export function weekdayOf(date: LocalDate): Weekday {
  const weekday = weekdays[(new Date(utcMs(date)).getUTCDay() + 6) % 7]
  if (!weekday) throw new RangeError('a local date is YYYY-MM-DD')
  return weekday
}
