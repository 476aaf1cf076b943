import { type LocalDate, localDate } from './instant.ts'
import { addDays, daysBetween } from './local-date.ts'
import { type LunarYear, lunarYears } from './lunar-years.ts'

/** A day of the Chinese lunar calendar; `leap` tells a leap month (闰月) from the month of the same number before it. */
export interface LunarDate {
  readonly year: number
  /** 1 to 12 */
  readonly month: number
  readonly leap: boolean
  /** 1 to 30 */
  readonly day: number
}

const firstYear = 2024
const lastYear = 2050
const firstDay = localDate(`${firstYear}-01-01`)
const lastDay = localDate(`${lastYear}-12-31`)

const outside = (what: string): RangeError =>
  new RangeError(`${what}: the lunar calendar is known for ${firstYear} to ${lastYear} only`)

const daysOfMonth = (months: string, index: number): number => (months[index] === 'L' ? 30 : 29)

/** Days from the lunar new year to the start of the month at `index`. */
function daysBefore(months: string, index: number): number {
  let days = 0
  for (let at = 0; at < index; at += 1) days += daysOfMonth(months, at)
  return days
}

/** Where a month stands in its year, from 0; undefined when the year has no such month. */
function indexOfMonth(
  { leapMonth }: LunarYear,
  { month, leap }: Pick<LunarDate, 'month' | 'leap'>,
): number | undefined {
  if (!Number.isInteger(month) || month < 1 || month > 12) return undefined
  if (leap) return month === leapMonth ? month : undefined
  return leapMonth > 0 && month > leapMonth ? month : month - 1
}

/**
 * The lunar date of a local day.
 * @param date 2024-01-01 to 2050-12-31; January 2024 still lies in the lunar year 2023
 * @throws RangeError outside these years
 * Rule: Y10.
 */
export function lunarDateOf(date: LocalDate): LunarDate {
  if (date < firstDay || date > lastDay) throw outside(date)
  const found = lunarYears.findLast(({ newYear }) => newYear <= date)
  if (!found) throw outside(date)
  const { year, newYear, leapMonth, months } = found
  let index = 0
  let left = daysBetween(newYear, date)
  for (; left >= daysOfMonth(months, index); index += 1) left -= daysOfMonth(months, index)
  const leap = leapMonth > 0 && index === leapMonth
  return { year, month: leapMonth > 0 && index >= leapMonth ? index : index + 1, leap, day: left + 1 }
}

/**
 * The local day of a lunar date.
 * @param lunar of the lunar years 2024 to 2050, the last of which ends in 2051; or of 2023, from 1 January 2024 on
 * @returns the day, or undefined when there is none: no such leap month in that year, no day 30 in that month
 * @throws RangeError outside these years
 * Rule: Y10.
 */
export function dayOfLunar(lunar: LunarDate): LocalDate | undefined {
  const found = lunarYears.find(({ year }) => year === lunar.year)
  if (!found) throw outside(`lunar year ${lunar.year}`)
  const index = indexOfMonth(found, lunar)
  if (index === undefined || !Number.isInteger(lunar.day) || lunar.day < 1) return undefined
  if (lunar.day > daysOfMonth(found.months, index)) return undefined
  const date = addDays(found.newYear, daysBefore(found.months, index) + lunar.day - 1)
  if (date < firstDay) throw outside(date)
  return date
}

/**
 * True when a lunar year has a leap month of this number.
 * @throws RangeError outside the lunar years 2023–2050
 */
export function hasLeapMonth(year: number, month: number): boolean {
  const found = lunarYears.find((entry) => entry.year === year)
  if (!found) throw outside(`lunar year ${year}`)
  return month > 0 && found.leapMonth === month
}

function festival(year: number, month: number, day: number): LocalDate {
  const date = dayOfLunar({ year, month, leap: false, day })
  if (!date) throw new RangeError('no such festival')
  return date
}

/** 春节, day 1 of lunar month 1. @throws RangeError outside 2024–2050. Rule: Y10. */
export const springFestival = (year: number): LocalDate => festival(year, 1, 1)

/** 元宵节, day 15 of lunar month 1. @throws RangeError outside 2024–2050. Rule: Y10. */
export const lanternFestival = (year: number): LocalDate => festival(year, 1, 15)

/** 端午节, day 5 of lunar month 5. @throws RangeError outside 2024–2050. Rule: Y10. */
export const dragonBoat = (year: number): LocalDate => festival(year, 5, 5)

/** 中秋节, day 15 of lunar month 8. @throws RangeError outside 2024–2050. Rule: Y10. */
export const midAutumn = (year: number): LocalDate => festival(year, 8, 15)

/** 重阳节, day 9 of lunar month 9. @throws RangeError outside 2024–2050. Rule: Y10. */
export const doubleNinth = (year: number): LocalDate => festival(year, 9, 9)
