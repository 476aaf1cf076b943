import { type BusinessCalendar, shiftsOn } from './business-calendar.ts'
import { type DurationMs, dayMs, epochMs, type Instant, instantFromEpochMs, type LocalDate } from './instant.ts'
import { addDays } from './local-date.ts'
import { epochMsAt, localDateOf } from './time-zone.ts'

/** How many days in a row without working time are looked through before a search gives up. */
const idleDays = 400
const longestMs: DurationMs = 366 * dayMs

interface Period {
  readonly startMs: number
  readonly endMs: number
}

/** The working periods of a local day, in order; a shift that the clocks skip is none. */
function periodsOn(calendar: BusinessCalendar, date: LocalDate): Period[] {
  return shiftsOn(calendar, date)
    .map(({ from, to }) => ({
      startMs: epochMsAt(date, from, calendar.timeZone),
      endMs: epochMsAt(date, to, calendar.timeZone),
    }))
    .filter(({ startMs, endMs }) => startMs < endMs)
}

/** What is left of the working periods after a moment, in order. */
function* periodsFrom(calendar: BusinessCalendar, at: Instant): Generator<Period, never> {
  const atMs = epochMs(at)
  let date = localDateOf(at, calendar.timeZone)
  for (let idle = 0; idle <= idleDays; idle += 1, date = addDays(date, 1)) {
    for (const { startMs, endMs } of periodsOn(calendar, date)) {
      if (endMs <= atMs) continue
      idle = 0
      yield { startMs: Math.max(startMs, atMs), endMs }
    }
  }
  throw new RangeError(`the calendar has no working time within ${idleDays} days`)
}

/** True when a moment lies within a shift: at its start, not at its end. Rule: Time. */
export function isWorkingTime(calendar: BusinessCalendar, at: Instant): boolean {
  const atMs = epochMs(at)
  const periods = periodsOn(calendar, localDateOf(at, calendar.timeZone))
  return periods.some(({ startMs, endMs }) => startMs <= atMs && atMs < endMs)
}

/**
 * The moment itself when it is working time, otherwise the start of the next shift.
 * @throws RangeError when the calendar has no working time within 400 days
 * Rule: Time.
 */
export function nextWorkingMoment(calendar: BusinessCalendar, at: Instant): Instant {
  return instantFromEpochMs(periodsFrom(calendar, at).next().value.startMs)
}

/**
 * When a working time that starts to run at `at` has run out: the earliest such moment, so the end of a shift and not the
 * start of the next, and `at` itself for a duration of 0. It stands still at breaks, nights, free days and holidays.
 * @param durationMs whole milliseconds of working time, from 0 to 366 days of them
 * @throws RangeError when the duration is no such number, or the calendar has no working time within 400 days
 * Rule: Time.
 */
export function addWorkingTime(calendar: BusinessCalendar, at: Instant, durationMs: DurationMs): Instant {
  if (!Number.isSafeInteger(durationMs) || durationMs < 0 || durationMs > longestMs) {
    throw new RangeError('a working time is whole milliseconds from 0 to 366 days')
  }
  if (durationMs === 0) return at
  let leftMs = durationMs
  const periods = periodsFrom(calendar, at)
  for (;;) {
    const { startMs, endMs } = periods.next().value
    if (endMs - startMs >= leftMs) return instantFromEpochMs(startMs + leftMs)
    leftMs -= endMs - startMs
  }
}

/**
 * The working time that passes from `from` to `to`, in milliseconds; negative when `to` is earlier.
 * Rule: Time.
 */
export function workingTimeBetween(calendar: BusinessCalendar, from: Instant, to: Instant): DurationMs {
  if (to < from) return 0 - workingTimeBetween(calendar, to, from)
  const fromMs = epochMs(from)
  const toMs = epochMs(to)
  const lastDate = localDateOf(to, calendar.timeZone)
  let totalMs = 0
  for (let date = localDateOf(from, calendar.timeZone); date <= lastDate; date = addDays(date, 1)) {
    for (const { startMs, endMs } of periodsOn(calendar, date)) {
      totalMs += Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs))
    }
  }
  return totalMs
}
