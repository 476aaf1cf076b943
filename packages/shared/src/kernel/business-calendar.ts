import { accept, type Decision, type Refusal, refuse } from './decision.ts'
import type { LocalDate } from './instant.ts'
import { type Weekday, weekdayOf, weekdays } from './local-date.ts'
import { isLocalTime, isTimeZone, type LocalTime } from './time-zone.ts'

/** Hours worked without a break: from `from` up to, not including, `to`; `to` may be `24:00`. */
export interface Shift {
  readonly from: LocalTime
  readonly to: LocalTime
}

/** A day worked although the week says otherwise: with another weekday's shifts, or with its own. */
export type MakeUpDay =
  | { readonly date: LocalDate; readonly asWeekday: Weekday }
  | { readonly date: LocalDate; readonly shifts: readonly Shift[] }

/**
 * When a campus works: its weekly shifts, the holidays on which it does not, and the make-up working days.
 * Rule: Time.
 */
export interface BusinessCalendar {
  /** An IANA name, such as `Asia/Shanghai`. */
  readonly timeZone: string
  readonly weekly: Readonly<Record<Weekday, readonly Shift[]>>
  readonly holidays: readonly LocalDate[]
  readonly makeUpDays: readonly MakeUpDay[]
}

/** What can be wrong with a calendar. */
export type CalendarProblem =
  | 'unknownTimeZone'
  | 'badShift'
  | 'overlappingShifts'
  | 'repeatedMakeUpDay'
  | 'makeUpDayOnHoliday'
  | 'noWorkingTime'

const byStart = (a: Shift, b: Shift): number => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)

/**
 * The shifts of a local day, earliest first; none on a holiday or a free day.
 * Rule: Time.
 */
export function shiftsOn(calendar: BusinessCalendar, date: LocalDate): readonly Shift[] {
  if (calendar.holidays.includes(date)) return []
  const makeUp = calendar.makeUpDays.find((day) => day.date === date)
  const shifts =
    makeUp && 'shifts' in makeUp ? makeUp.shifts : calendar.weekly[makeUp ? makeUp.asWeekday : weekdayOf(date)]
  return [...shifts].sort(byStart)
}

function checkShifts(day: string, shifts: readonly Shift[]): Refusal<CalendarProblem> | undefined {
  const bad = shifts.find(({ from, to }) => !isLocalTime(from) || !isLocalTime(to) || from >= to)
  if (bad) return refuse('badShift', { day, from: bad.from, to: bad.to })
  const sorted = [...shifts].sort(byStart)
  const second = sorted.find((shift, index) => shift.from < (sorted[index - 1]?.to ?? ''))
  return second && refuse('overlappingShifts', { day, from: second.from, to: second.to })
}

function checkMakeUpDays(calendar: BusinessCalendar): Refusal<CalendarProblem> | undefined {
  const seen = new Set<LocalDate>()
  for (const day of calendar.makeUpDays) {
    if (seen.has(day.date)) return refuse('repeatedMakeUpDay', { day: day.date })
    if (calendar.holidays.includes(day.date)) return refuse('makeUpDayOnHoliday', { day: day.date })
    const problem = 'shifts' in day ? checkShifts(day.date, day.shifts) : undefined
    if (problem) return problem
    seen.add(day.date)
  }
  return undefined
}

/**
 * Whether due times can be reckoned by a calendar. What the other functions take has passed here.
 * @returns the calendar, or refuses with the first problem and the weekday or date (`day`) that has it: `unknownTimeZone`;
 * `badShift`, no HH:mm or not from < to; `overlappingShifts`; `repeatedMakeUpDay`; `makeUpDayOnHoliday`, the two
 * contradict; `noWorkingTime`, no weekday has a shift. Shifts that touch are fine.
 * Rule: Time.
 */
export function validateCalendar(calendar: BusinessCalendar): Decision<BusinessCalendar, CalendarProblem> {
  if (!isTimeZone(calendar.timeZone)) return refuse('unknownTimeZone', { timeZone: calendar.timeZone })
  for (const weekday of weekdays) {
    const problem = checkShifts(weekday, calendar.weekly[weekday])
    if (problem) return problem
  }
  const problem = checkMakeUpDays(calendar)
  if (problem) return problem
  if (weekdays.every((weekday) => calendar.weekly[weekday].length === 0)) return refuse('noWorkingTime')
  return accept(calendar)
}
