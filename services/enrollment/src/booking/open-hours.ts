import type { BusinessCalendar, Shift } from '@tutelage/shared/kernel/business-calendar.ts'
import { addMs, type DurationMs, type Instant, type LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays, type Weekday, weekdayOf } from '@tutelage/shared/kernel/local-date.ts'
import { instantAt } from '@tutelage/shared/kernel/time-zone.ts'
import { overlaps, type Slot } from '../timetable/lesson.ts'

/** When a teacher gives one-to-one lessons, on the clock of the campus's wall. */
export interface OpenHours {
  readonly weekly: Readonly<Record<Weekday, readonly Shift[]>>
  /** Days with other hours, or with none. */
  readonly exceptions: readonly { readonly date: LocalDate; readonly hours: readonly Shift[] }[]
}

/** The hours of a day: its exception's, none on a holiday, else those of its weekday. */
function hoursOn(date: LocalDate, { weekly, exceptions }: OpenHours, { holidays }: BusinessCalendar): readonly Shift[] {
  const exception = exceptions.find((day) => day.date === date)
  if (exception) return exception.hours
  return holidays.includes(date) ? [] : weekly[weekdayOf(date)]
}

/** What is looked for: lessons of a length, at steps from the start of the hours, between two moments. */
export interface Wanted {
  readonly from: LocalDate
  readonly to: LocalDate
  readonly lengthMs: DurationMs
  readonly stepMs: DurationMs
  readonly earliest: Instant
  readonly latest: Instant
}

/** The slots of one shift, one behind the other by a step; a lesson keeps its length when the clocks change within it. */
function slotsOf(date: LocalDate, shift: Shift, timeZone: string, { lengthMs, stepMs }: Wanted): readonly Slot[] {
  const end = instantAt(date, shift.to, timeZone)
  const slots: Slot[] = []
  let startsAt = instantAt(date, shift.from, timeZone)
  while (addMs(startsAt, lengthMs) <= end) {
    slots.push({ startsAt, endsAt: addMs(startsAt, lengthMs) })
    startsAt = addMs(startsAt, stepMs)
  }
  return slots
}

/**
 * When a lesson may be booked.
 * @param busy whatever takes the teacher's, the room's or the student's time
 * Rule: E2, Time.
 */
export function freeSlots(
  openHours: OpenHours,
  calendar: BusinessCalendar,
  wanted: Wanted,
  busy: readonly Slot[],
): readonly Slot[] {
  const slots: Slot[] = []
  for (let date = wanted.from; date <= wanted.to; date = addDays(date, 1)) {
    for (const shift of hoursOn(date, openHours, calendar)) {
      slots.push(...slotsOf(date, shift, calendar.timeZone, wanted))
    }
  }
  return slots
    .filter(({ startsAt }) => wanted.earliest <= startsAt && startsAt <= wanted.latest)
    .filter((slot) => !busy.some((taken) => overlaps(taken, slot)))
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}
