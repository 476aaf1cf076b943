import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { lunarDateOf } from '@tutelage/shared/kernel/lunar-calendar.ts'

/** A day of the year in one calendar, as birthdays are filed under it; the leap month is not told apart. */
export interface DayOfYear {
  readonly calendar: 'gregorian' | 'lunar'
  readonly month: number
  readonly day: number
}

/**
 * The days of the year under which those stand who may celebrate on a day: 29 February also on the days beside it, a
 * lunar day 30 also on day 29. Each is then asked whether it is the day.
 * @throws RangeError outside the years 2024–2050, of which lunar dates are known
 * Rule: Y10.
 */
export function daysCelebratedOn(date: LocalDate): readonly DayOfYear[] {
  const [month, day] = [Number(date.slice(5, 7)), Number(date.slice(8))]
  const days: DayOfYear[] = [{ calendar: 'gregorian', month, day }]
  if ((month === 2 && day === 28) || (month === 3 && day === 1)) days.push({ calendar: 'gregorian', month: 2, day: 29 })
  const lunar = lunarDateOf(date)
  days.push({ calendar: 'lunar', month: lunar.month, day: lunar.day })
  if (lunar.day === 29) days.push({ calendar: 'lunar', month: lunar.month, day: 30 })
  return days
}
