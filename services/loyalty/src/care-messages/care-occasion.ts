import type { Festival } from '@tutelage/shared/contracts/loyalty/policies.ts'
import { type Birthday, isBirthday, type LeapDayCelebration } from '@tutelage/shared/kernel/birthday.ts'
import type { HouseholdId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import {
  doubleNinth,
  dragonBoat,
  lanternFestival,
  lunarDateOf,
  midAutumn,
  springFestival,
} from '@tutelage/shared/kernel/lunar-calendar.ts'

const yearOf = (date: LocalDate): number => Number(date.slice(0, 4))

/**
 * The occasion of a student's birthday, once a year of the calendar that the family keeps: two birthdays by the moon may
 * fall into one Gregorian year.
 * @returns undefined when the student does not celebrate on that day
 * Rule: Y10.
 */
export function birthdayOccasion(
  date: LocalDate,
  { studentId, birthday }: { readonly studentId: StudentId; readonly birthday: Birthday },
  leapDay: LeapDayCelebration,
): string | undefined {
  if (!isBirthday(date, birthday, leapDay)) return undefined
  const year = birthday.calendar === 'lunar' ? lunarDateOf(date).year : yearOf(date)
  return `birthday:${studentId}:${year}`
}

const dayOf: Readonly<Record<Festival, (year: number) => LocalDate>> = {
  springFestival,
  lantern: lanternFestival,
  dragonBoat,
  midAutumn,
  doubleNinth,
}

/** Those of the festivals that fall on a day. Rule: Y10. */
export const festivalsOn = (date: LocalDate, festivals: readonly Festival[]): readonly Festival[] =>
  festivals.filter((festival) => dayOf[festival](yearOf(date)) === date)

/** The occasion of a festival for one household. */
export const festivalOccasion = (date: LocalDate, festival: Festival, householdId: HouseholdId): string =>
  `festival:${festival}:${householdId}:${yearOf(date)}`
