import type { BusinessCalendar } from '@tutelage/shared/kernel/business-calendar.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays, type Weekday, weekdayOf } from '@tutelage/shared/kernel/local-date.ts'
import { instantAt, type LocalTime } from '@tutelage/shared/kernel/time-zone.ts'
import type { Slot } from './lesson.ts'

/** When lessons are on the wall of the campus, each week: `from` before `to`, on one day. */
export interface WeeklyTime {
  readonly weekday: Weekday
  readonly from: LocalTime
  readonly to: LocalTime
}

/** Lessons at the same times of each week. */
export interface Recurrence {
  /** No two of them overlap. */
  readonly weekly: readonly WeeklyTime[]
  /** The first day on which there may be a lesson. */
  readonly from: LocalDate
  /** The last such day. */
  readonly until: LocalDate
  /** No more lessons than these. */
  readonly count: number
}

/** What a make-up working day is for lessons: a day of the week that it stands for, or the day that it is. */
export type MakeUpDayRule = 'asWeekday' | 'asItself'

/** Why the week's times gave no lesson on a day: a holiday, a make-up day of another weekday, or a time that the clocks skip. */
type SkipReason = 'holiday' | 'makeUpDay' | 'skippedByClocks'

interface Skipped {
  readonly date: LocalDate
  readonly from: LocalTime
  readonly reason: SkipReason
}

/** A lesson's time, with the local day that it stands on. */
export type DatedSlot = Slot & { readonly date: LocalDate }

/** What a recurrence gives, by time. */
export interface Expansion {
  readonly slots: readonly DatedSlot[]
  readonly skipped: readonly Skipped[]
}

/** The weekday whose lessons a day has. */
function lessonsOf(date: LocalDate, calendar: BusinessCalendar, rule: MakeUpDayRule): Weekday {
  const makeUp = calendar.makeUpDays.find((day) => day.date === date)
  return makeUp && 'asWeekday' in makeUp && rule === 'asWeekday' ? makeUp.asWeekday : weekdayOf(date)
}

const isHoliday = (date: LocalDate, { holidays }: BusinessCalendar): boolean => holidays.includes(date)

const byTime = (a: WeeklyTime, b: WeeklyTime): number => (a.from < b.from ? -1 : 1)

/** One time on one day: a lesson, or why there is none. */
function lessonOn(date: LocalDate, { from, to }: WeeklyTime, calendar: BusinessCalendar): DatedSlot | Skipped {
  if (isHoliday(date, calendar)) return { date, from, reason: 'holiday' }
  const startsAt = instantAt(date, from, calendar.timeZone)
  const endsAt = instantAt(date, to, calendar.timeZone)
  return startsAt < endsAt ? { date, startsAt, endsAt } : { date, from, reason: 'skippedByClocks' }
}

function dayOf(date: LocalDate, weekly: readonly WeeklyTime[], calendar: BusinessCalendar, rule: MakeUpDayRule) {
  const weekday = lessonsOf(date, calendar, rule)
  const given = weekly.filter((time) => time.weekday === weekday).map((time) => lessonOn(date, time, calendar))
  const left = weekly.filter((time) => time.weekday === weekdayOf(date) && time.weekday !== weekday)
  return [...left.map(({ from }): Skipped => ({ date, from, reason: 'makeUpDay' })), ...given]
}

/**
 * The lessons of a recurrence, on the clock of the campus's wall: a lesson at 18:00 is at 18:00 before and after the clocks change.
 * Both ends are read from the wall: an end in an hour that the clocks skip is the first moment after it, of an hour that they
 * show twice the earlier counts, and times that do not overlap on the wall do not overlap in time. A lesson that lies wholly in
 * a skipped hour is left out. On holidays there is none; a make-up working day has the lessons of the weekday that it stands
 * for, where the campus says so.
 * @returns what is skipped counts for nothing: `count` lessons are given, if they fit until the last day
 * Rule: E2, Time.
 */
export function expandRecurrence(recurrence: Recurrence, calendar: BusinessCalendar, rule: MakeUpDayRule): Expansion {
  const { from, until, count } = recurrence
  const weekly = [...recurrence.weekly].sort(byTime)
  const slots: DatedSlot[] = []
  const skipped: Skipped[] = []
  for (let date = from; date <= until && slots.length < count; date = addDays(date, 1)) {
    for (const one of dayOf(date, weekly, calendar, rule)) {
      if ('reason' in one) skipped.push(one)
      else if (slots.length < count) slots.push(one)
    }
  }
  return { slots, skipped }
}
