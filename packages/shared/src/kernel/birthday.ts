import { type LocalDate, localDate } from './instant.ts'
import { dayOfLunar, hasLeapMonth, lunarDateOf } from './lunar-calendar.ts'

/** The day of the year on which a person celebrates, by the calendar that the family keeps. */
export type Birthday =
  | { readonly calendar: 'gregorian'; readonly month: number; readonly day: number }
  | { readonly calendar: 'lunar'; readonly month: number; readonly leap: boolean; readonly day: number }

/** When those born on 29 February celebrate in a common year. */
export type LeapDayCelebration = '02-28' | '03-01'

/** Our default, not fixed by the business: in February, so that the month of birth stays. */
export const defaultLeapDayCelebration: LeapDayCelebration = '02-28'

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/**
 * When a birthday is celebrated in a year. 29 February is celebrated in common years as `leapDay` says. A birthday in a
 * lunar leap month falls in the regular month in years without that leap month, and a day 30 on day 29 of a short month.
 * @param year the Gregorian year; for a lunar birthday the lunar year, whose last months reach into the next Gregorian
 * @throws RangeError for a lunar birthday outside the lunar years 2024–2050, and when the month has no such day in any year
 * Rule: Y10.
 */
export function birthdayIn(
  year: number,
  birthday: Birthday,
  leapDay: LeapDayCelebration = defaultLeapDayCelebration,
): LocalDate {
  const { month, day } = birthday
  if (birthday.calendar === 'gregorian') {
    const moved = month === 2 && day === 29 && !isLeapYear(year)
    return localDate(`${String(year).padStart(4, '0')}-${moved ? leapDay : `${twoDigits(month)}-${twoDigits(day)}`}`)
  }
  const leap = birthday.leap && hasLeapMonth(year, month)
  const date = dayOfLunar({ year, month, leap, day }) ?? (day === 30 && dayOfLunar({ year, month, leap, day: 29 }))
  if (!date) throw new RangeError('a lunar birthday has a month 1 to 12 and a day 1 to 30')
  return date
}

/**
 * True on the day on which a birthday is celebrated; it finds the lunar year of the day itself, so that a birthday of
 * lunar month 12 is not missed in January.
 * @throws RangeError for a lunar birthday on a day outside 2024–2050
 * Rule: Y10.
 */
export function isBirthday(
  date: LocalDate,
  birthday: Birthday,
  leapDay: LeapDayCelebration = defaultLeapDayCelebration,
): boolean {
  if (birthday.calendar === 'gregorian') return birthdayIn(Number(date.slice(0, 4)), birthday, leapDay) === date
  const { year, month, day } = lunarDateOf(date)
  // Only what may fall on this day is looked up: in January 2024 the other days of its lunar year are not known.
  if (month !== birthday.month || Math.min(day, 29) !== Math.min(birthday.day, 29)) return false
  return birthdayIn(year, birthday) === date
}
