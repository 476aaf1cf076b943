import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { type BusinessCalendar, type Shift, shiftsOn, validateCalendar } from './business-calendar.ts'
import {
  addMs,
  dayMs,
  epochMs,
  hourMs,
  type Instant,
  instant,
  instantFromEpochMs,
  localDate,
  minuteMs,
} from './instant.ts'
import { addDays, type Weekday, weekdays } from './local-date.ts'
import { addWorkingTime, isWorkingTime, nextWorkingMoment, workingTimeBetween } from './working-time.ts'

const zones = [
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Pacific/Auckland',
  'America/St_Johns',
]

const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Up to three shifts, often at night, where the clocks change. */
const anyShifts: fc.Arbitrary<Shift[]> = fc
  .uniqueArray(fc.oneof(fc.integer({ min: 0, max: 240 }), fc.integer({ min: 0, max: 1440 })), { maxLength: 6 })
  .map((marks) => {
    const sorted = [...marks].sort((a, b) => a - b).map(timeOf)
    const starts = sorted.filter((_, index) => index % 2 === 0)
    return starts.flatMap((from, index) => {
      const to = sorted[index * 2 + 1]
      return to === undefined ? [] : [{ from, to }]
    })
  })

/** Moments of 2024 and 2025, every other one near the clock changes at the ends of March and October. */
const anyInstant = fc
  .oneof(
    fc.integer({ min: 0, max: 730 * 24 * 60 }).map((minute) => minute * minuteMs),
    fc.integer({ min: 0, max: 4 * 24 * 60 }).map((minute) => 88 * dayMs + minute * minuteMs),
    fc.integer({ min: 0, max: 4 * 24 * 60 }).map((minute) => 298 * dayMs + minute * minuteMs),
  )
  .map((sinceMs) => addMs(instant('2024-01-01T00:00Z'), sinceMs))
const anyDate = fc.integer({ min: 0, max: 760 }).map((day) => addDays(localDate('2024-01-01'), day))
const anyDuration = fc.oneof(fc.integer({ min: 0, max: 8 * hourMs }), fc.integer({ min: 0, max: 200 * hourMs }))

const anyCalendar: fc.Arbitrary<BusinessCalendar> = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    weekly: fc.record<Record<Weekday, Shift[]>>({
      mon: anyShifts,
      tue: anyShifts,
      wed: anyShifts,
      thu: anyShifts,
      fri: anyShifts,
      sat: anyShifts,
      sun: anyShifts,
    }),
    holidays: fc.uniqueArray(anyDate, { maxLength: 30 }),
    makeUpDays: fc.uniqueArray(
      fc.oneof(
        fc.record({ date: anyDate, asWeekday: fc.constantFrom(...weekdays) }),
        fc.record({ date: anyDate, shifts: anyShifts }),
      ),
      { maxLength: 10, selector: ({ date }) => date },
    ),
  })
  .map((calendar) => {
    const worked = new Set(calendar.makeUpDays.map(({ date }) => date))
    return { ...calendar, holidays: calendar.holidays.filter((date) => !worked.has(date)) }
  })
  // An hour a week, so that no search runs for years.
  .filter(({ weekly }) =>
    weekdays.some((day) => weekly[day].some(({ from, to }) => Number(to.slice(0, 2)) > Number(from.slice(0, 2)) + 1)),
  )

const runs = { numRuns: 300 }

test('the calendars under test are valid', () => {
  fc.assert(fc.property(anyCalendar, (calendar) => validateCalendar(calendar).ok))
})

test('the working time until a due moment is what was added', () => {
  const inverse = fc.property(anyCalendar, anyInstant, anyDuration, (calendar, at, durationMs) => {
    const due = addWorkingTime(calendar, at, durationMs)
    expect(due >= at).toBe(true)
    expect(workingTimeBetween(calendar, at, due)).toBe(durationMs)
  })
  fc.assert(inverse, runs)
})

test('a due moment is the earliest one: a millisecond sooner there is time left', () => {
  const earliest = fc.property(anyCalendar, anyInstant, anyDuration, (calendar, at, durationMs) => {
    const due = addWorkingTime(calendar, at, durationMs + 1)
    expect(workingTimeBetween(calendar, at, addMs(due, -1))).toBe(durationMs)
    expect(isWorkingTime(calendar, addMs(due, -1))).toBe(true)
  })
  fc.assert(earliest, runs)
})

test('adding the working time between two moments leads back, at most over idle time', () => {
  const back = fc.property(anyCalendar, anyInstant, anyInstant, (calendar, a, b) => {
    const [from, to] = a < b ? [a, b] : [b, a]
    const passedMs = workingTimeBetween(calendar, from, to)
    // Two years of a calendar that is open day and night are more than can be added at once.
    fc.pre(passedMs <= 366 * dayMs)
    const due = addWorkingTime(calendar, from, passedMs)
    expect(due <= to).toBe(true)
    expect(workingTimeBetween(calendar, due, to)).toBe(0)
  })
  fc.assert(back, { numRuns: 100 })
})

test('working times add up, whether added at once or one after the other', () => {
  const additive = fc.property(anyCalendar, anyInstant, anyDuration, anyDuration, (calendar, at, firstMs, secondMs) => {
    const inSteps = addWorkingTime(calendar, addWorkingTime(calendar, at, firstMs), secondMs)
    expect(inSteps).toBe(addWorkingTime(calendar, at, firstMs + secondMs))
  })
  fc.assert(additive, runs)
})

test('working times over neighbouring spans add up, backwards as well', () => {
  const spans = fc.property(anyCalendar, anyInstant, anyInstant, anyInstant, (calendar, a, b, c) => {
    const sum = workingTimeBetween(calendar, a, b) + workingTimeBetween(calendar, b, c)
    expect(sum).toBe(workingTimeBetween(calendar, a, c))
  })
  fc.assert(spans, { numRuns: 60 })
})

test('who starts later or has more time is never due earlier', () => {
  const laterMs = fc.integer({ min: 0, max: 3 * dayMs })
  const monotonic = fc.property(anyCalendar, anyInstant, anyDuration, laterMs, (calendar, at, durationMs, extraMs) => {
    const due = addWorkingTime(calendar, at, durationMs)
    expect(addWorkingTime(calendar, addMs(at, extraMs), durationMs) >= due).toBe(true)
    if (extraMs > 0) expect(addWorkingTime(calendar, at, durationMs + extraMs) > due).toBe(true)
  })
  fc.assert(monotonic, runs)
})

test('working time is never more than time', () => {
  const bounded = fc.property(
    anyCalendar,
    anyInstant,
    fc.integer({ min: 0, max: 5 * dayMs }),
    (calendar, at, lengthMs) => {
      const workedMs = workingTimeBetween(calendar, at, addMs(at, lengthMs))
      return workedMs >= 0 && workedMs <= lengthMs
    },
  )
  fc.assert(bounded, runs)
})

test('between a moment and the next working moment no time is worked', () => {
  const idle = fc.property(anyCalendar, anyInstant, (calendar, at) => {
    const next = nextWorkingMoment(calendar, at)
    expect(isWorkingTime(calendar, next)).toBe(true)
    expect(workingTimeBetween(calendar, at, next)).toBe(0)
    if (isWorkingTime(calendar, at)) expect(next).toBe(at)
  })
  fc.assert(idle, runs)
})

/** Counted the slow way, by the wall clock of the reference implementation; right on days without a clock change. */
function minutesOnTheWall(calendar: BusinessCalendar, from: Instant, minutes: number): number {
  let count = 0
  for (let minute = 0; minute < minutes; minute += 1) {
    const wall = Temporal.Instant.fromEpochMilliseconds(epochMs(from) + minute * minuteMs).toZonedDateTimeISO(
      calendar.timeZone,
    )
    const time = wall.toPlainTime().toString().slice(0, 5)
    const shifts = shiftsOn(calendar, localDate(wall.toPlainDate().toString()))
    if (shifts.some((shift) => shift.from <= time && time < shift.to)) count += 1
  }
  return count
}

test('working time is the minutes at which the wall clock stands within a shift', () => {
  const length = 36 * 60
  const counted = fc.property(anyCalendar, anyInstant, (calendar, at) => {
    const to = instantFromEpochMs(epochMs(at) + length * minuteMs)
    const offsets = [addMs(at, -dayMs), addMs(to, dayMs)].map(
      (one) => Temporal.Instant.from(one).toZonedDateTimeISO(calendar.timeZone).offset,
    )
    fc.pre(offsets[0] === offsets[1])
    expect(workingTimeBetween(calendar, at, to)).toBe(minutesOnTheWall(calendar, at, length) * minuteMs)
  })
  fc.assert(counted, { numRuns: 40 })
})
