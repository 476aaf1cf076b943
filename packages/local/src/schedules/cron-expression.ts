import {
  dayOfMonthField,
  dayOfWeekField,
  hourField,
  minuteField,
  monthField,
  parseField,
  parseNumber,
  UnsupportedSchedule,
  yearField,
} from './cron-field.ts'
import { daysInMonth, epochMsAtWallTime, wallTimeAt, weekdayOf } from './zoned-time.ts'

/** Which days of a month a cron expression allows. */
type DayRule = (year: number, month: number, day: number) => boolean

interface CronExpression {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly months: ReadonlySet<number>
  readonly years: ReadonlySet<number>
  readonly allowsDay: DayRule
}

const longestWaitDays = 366 * 41

/**
 * The moments of `cron(minutes hours day-of-month month day-of-week year)`, as EventBridge Scheduler documents them:
 * a time that clocks skip in spring does not run, one that they show twice in autumn runs once, at its first showing.
 * @param fields the six fields between the parentheses
 * @returns the first moment after a given one, or undefined when none comes
 * @throws UnsupportedSchedule when a field is not of the documented form
 */
export function cronSchedule(fields: string, timeZone: string): (afterMs: number) => number | undefined {
  const cron = parseCron(fields)
  return (afterMs) => {
    const start = wallTimeAt(afterMs, timeZone)
    for (let ahead = 0; ahead <= longestWaitDays; ahead += 1) {
      const date = new Date(Date.UTC(start.year, start.month - 1, start.day + ahead))
      const day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
      if (day.year > yearField.max) return undefined
      const moment = allowsDate(cron, day) ? firstMomentOf(cron, day, timeZone, afterMs) : undefined
      if (moment !== undefined) return moment
    }
    return undefined
  }
}

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const allowsDate = (cron: CronExpression, { year, month, day }: Day): boolean =>
  cron.years.has(year) && cron.months.has(month) && cron.allowsDay(year, month, day)

function firstMomentOf(cron: CronExpression, day: Day, timeZone: string, afterMs: number): number | undefined {
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const moment = epochMsAtWallTime({ ...day, hour, minute, second: 0 }, timeZone)
      if (moment !== undefined && moment > afterMs) return moment
    }
  }
  return undefined
}

function parseCron(text: string): CronExpression {
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year, ...rest] = text.trim().split(/\s+/)
  if (!minutes || !hours || !dayOfMonth || !month || !dayOfWeek || !year || rest.length > 0) {
    throw new UnsupportedSchedule(`cron wants six fields: "${text}"`)
  }
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new UnsupportedSchedule(`one of day-of-month and day-of-week must be "?": "${text}"`)
  }
  return {
    minutes: [...parseField(minutes, minuteField)].sort((a, b) => a - b),
    hours: [...parseField(hours, hourField)].sort((a, b) => a - b),
    months: parseField(month, monthField),
    years: parseField(year, yearField),
    allowsDay: dayOfWeek === '?' ? dayOfMonthRule(dayOfMonth) : dayOfWeekRule(dayOfWeek),
  }
}

/** `L` is the month's last day, `15W` the weekday nearest to the 15th within the month. */
function dayOfMonthRule(text: string): DayRule {
  if (text === 'L') return (year, month, day) => day === daysInMonth(year, month)
  if (text.endsWith('W')) {
    const wanted = parseNumber(text.slice(0, -1), dayOfMonthField)
    return (year, month, day) => wanted <= daysInMonth(year, month) && day === nearestWeekday(year, month, wanted)
  }
  const days = parseField(text, dayOfMonthField)
  return (_year, _month, day) => days.has(day)
}

/** `6L` is the month's last Friday, `L` Saturday, `2#1` the month's first Monday. */
function dayOfWeekRule(text: string): DayRule {
  if (text === 'L') return (year, month, day) => weekdayOf(year, month, day) === 7
  if (text.endsWith('L')) {
    const weekday = parseNumber(text.slice(0, -1), dayOfWeekField)
    return (year, month, day) => weekdayOf(year, month, day) === weekday && day + 7 > daysInMonth(year, month)
  }
  if (text.includes('#')) {
    const [name = '', nth = ''] = text.split('#')
    const weekday = parseNumber(name, dayOfWeekField)
    const which = parseNumber(nth, { name: 'day-of-week', min: 1, max: 5 })
    return (year, month, day) => weekdayOf(year, month, day) === weekday && Math.ceil(day / 7) === which
  }
  const weekdays = parseField(text, dayOfWeekField)
  return (year, month, day) => weekdays.has(weekdayOf(year, month, day))
}

function nearestWeekday(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day)
  if (weekday === 7) return day === 1 ? 3 : day - 1
  if (weekday === 1) return day === daysInMonth(year, month) ? day - 2 : day + 1
  return day
}
