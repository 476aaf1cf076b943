import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { birthdaysFiledUnder, type StudentBirthday } from '../membership/birthday-store.ts'
import { type DayOfYear, daysCelebratedOn } from '../membership/day-of-year.ts'
import { birthdayOccasion } from './care-occasion.ts'
import { careRules } from './care-policy.ts'
import { type Greeting, greetingsAtOnce, requestGreetings } from './request-greetings.ts'

/** Which of the day's partitions, and where in it. */
interface Place {
  readonly at: number
  readonly cursor: string | undefined
}

function placeOf(cursor: string | undefined): Place {
  if (cursor === undefined) return { at: 0, cursor }
  const split = cursor.indexOf(':')
  const inner = cursor.slice(split + 1)
  return { at: Number(cursor.slice(0, split)), cursor: inner === '' ? undefined : inner }
}

const cursorOf = ({ at, cursor = '' }: Place): string => `${at}:${cursor}`

function nextPlace({ at }: Place, days: readonly DayOfYear[], nextCursor: string | undefined): Place | undefined {
  if (nextCursor !== undefined) return { at, cursor: nextCursor }
  return at + 1 < days.length ? { at: at + 1, cursor: undefined } : undefined
}

/**
 * Greets a page of those who celebrate on a day: read from the days of the year under which birthdays are filed, so that
 * a campus of any size reads only who may be due.
 * @returns where to go on, or undefined at the end
 * Rule: Y10.
 */
export async function greetBirthdays(
  day: LocalDate,
  cursor: string | undefined,
  context: CampusContext,
): Promise<string | undefined> {
  const { birthdays, leapDayBirthday } = await careRules.load(context)
  const days = daysCelebratedOn(day)
  const greetingOf = ({ studentId, householdId, birthday }: StudentBirthday): Greeting[] => {
    const occasion = birthdayOccasion(day, { studentId, birthday }, leapDayBirthday)
    return occasion ? [{ occasion, template: 'birthdayGreeting', householdId, studentId, params: {} }] : []
  }
  let place: Place | undefined = birthdays ? placeOf(cursor) : undefined
  while (place) {
    const filed = days[place.at]
    if (!filed) return undefined
    const page = await birthdaysFiledUnder(context, filed, { limit: greetingsAtOnce, cursor: place.cursor })
    place = nextPlace(place, days, page.nextCursor)
    const greetings = page.items.flatMap(greetingOf)
    if (greetings.length === 0) continue
    await requestGreetings(context, day, greetings)
    return place && cursorOf(place)
  }
  return undefined
}
