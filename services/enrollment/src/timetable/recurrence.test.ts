import type { BusinessCalendar, MakeUpDay } from '@tutelage/shared/kernel/business-calendar.ts'
import { type LocalDate, localDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays, weekdays } from '@tutelage/shared/kernel/local-date.ts'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { overlaps } from './lesson.ts'
import { expandRecurrence, type Recurrence, type WeeklyTime } from './recurrence.ts'

/** Zones with changes in the north and the south, by half an hour, at midnight, and none. */
const zones = [
  ...['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Cairo'],
  ...['Asia/Kathmandu', 'Pacific/Auckland', 'America/St_Johns', 'America/Santiago'],
]
const workday = [{ from: '09:00', to: '18:00' }]
const week = { mon: workday, tue: workday, wed: workday, thu: workday, fri: workday, sat: [], sun: [] }
const calendarOf = (change: Partial<BusinessCalendar> = {}): BusinessCalendar => ({
  timeZone: 'Asia/Shanghai',
  weekly: week,
  holidays: [],
  makeUpDays: [],
  ...change,
})

const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** A time of the week at any hour of the day or night; of several on one weekday the first is kept. */
const weeklyTimes = fc
  .uniqueArray(
    fc.record({
      weekday: fc.constantFrom(...weekdays),
      start: fc.integer({ min: 0, max: 1_320 }),
      minutes: fc.integer({ min: 20, max: 120 }),
    }),
    { minLength: 1, maxLength: 5, selector: ({ weekday }) => weekday },
  )
  .map((times) =>
    times.map(
      ({ weekday, start, minutes }): WeeklyTime => ({
        weekday,
        from: clockText(start),
        to: clockText(start + minutes),
      }),
    ),
  )

const days = (from: LocalDate, until: LocalDate): readonly LocalDate[] => {
  const found: LocalDate[] = []
  for (let date = from; date <= until; date = addDays(date, 1)) found.push(date)
  return found
}

const terms = fc.record({
  zone: fc.constantFrom(...zones),
  first: fc.integer({ min: 0, max: 3_600 }).map((days) => addDays(localDate('2024-01-01'), days)),
  length: fc.integer({ min: 0, max: 250 }),
  weekly: weeklyTimes,
  holidays: fc.uniqueArray(fc.nat(250), { maxLength: 20 }),
  makeUp: fc.uniqueArray(fc.record({ day: fc.nat(250), as: fc.constantFrom(...weekdays) }), {
    maxLength: 6,
    selector: ({ day }) => day,
  }),
  rule: fc.constantFrom('asWeekday' as const, 'asItself' as const),
  count: fc.integer({ min: 1, max: 120 }),
})

/** Monday is 1 for the reference. */
const nameOf = (date: LocalDate): (typeof weekdays)[number] => {
  const name = weekdays[Temporal.PlainDate.from(date).dayOfWeek - 1]
  if (!name) throw new RangeError('a week has seven days')
  return name
}

/** The moment that the reference reads from the wall; after a skipped hour, as we say it, the first moment behind the gap. */
function referenceAt(date: LocalDate, time: string, zone: string): number {
  // The day's end is the beginning of the next.
  const [day, clock] = time === '24:00' ? [addDays(date, 1), '00:00'] : [date, time]
  const wall = Temporal.PlainDateTime.from(`${day}T${clock}`)
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (earlier.toPlainDateTime().equals(wall)) return earlier.epochMilliseconds
  return earlier.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.NaN
}

test('E2: each lesson of a recurrence is at its local time on its day, in any zone and across any change of the clocks', () => {
  fc.assert(
    fc.property(terms, ({ zone, first, length, weekly, holidays, makeUp, rule, count }) => {
      const offDays = holidays.map((day) => addDays(first, day))
      const makeUpDays: MakeUpDay[] = makeUp
        .map(({ day, as }) => ({ date: addDays(first, day), asWeekday: as }))
        .filter(({ date }) => !offDays.includes(date))
      const until = addDays(first, length)
      const recurrence: Recurrence = { weekly, from: first, until, count }
      const calendar = calendarOf({ timeZone: zone, holidays: offDays, makeUpDays })
      const { slots } = expandRecurrence(recurrence, calendar, rule)

      const expected = days(first, until)
        .filter((date) => !offDays.includes(date))
        .flatMap((date) => {
          const standsFor = makeUp.find(({ day }) => addDays(first, day) === date)
          const weekday = rule === 'asWeekday' && standsFor ? standsFor.as : nameOf(date)
          return weekly
            .filter((time) => time.weekday === weekday)
            .map(({ from, to }) => [date, referenceAt(date, from, zone), referenceAt(date, to, zone)] as const)
        })
        .filter(([, start, end]) => start < end)
        .slice(0, count)
      expect(slots.map(({ date, startsAt, endsAt }) => [date, Date.parse(startsAt), Date.parse(endsAt)])).toEqual(
        expected,
      )
      expect(slots.every((slot, at) => !slots.slice(0, at).some((other) => overlaps(slot, other)))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('E2: every day of the week that gave no lesson is told of with its reason, and nothing else is', () => {
  fc.assert(
    fc.property(terms, ({ first, length, weekly, holidays, makeUp, rule }) => {
      const offDays = holidays.map((day) => addDays(first, day))
      const makeUpDays = makeUp.map(({ day, as }) => ({ date: addDays(first, day), asWeekday: as }))
      const until = addDays(first, length)
      const calendar = calendarOf({ holidays: offDays, makeUpDays })
      const recurrence = { weekly, from: first, until, count: Number.POSITIVE_INFINITY }
      const { slots, skipped } = expandRecurrence(recurrence, calendar, rule)
      const given = new Set(slots.map(({ date }) => date))
      const told = new Set(skipped.map(({ date }) => date))
      for (const date of days(first, until)) {
        const isOfWeek = weekly.some(({ weekday }) => weekday === nameOf(date))
        if (isOfWeek) expect(given.has(date) || told.has(date), date).toBe(true)
        if (given.has(date)) expect(offDays).not.toContain(date)
      }
      for (const { date, reason } of skipped) {
        if (reason === 'holiday') expect(offDays).toContain(date)
        if (reason === 'makeUpDay') expect(makeUpDays.map((day) => day.date)).toContain(date)
      }
    }),
    { numRuns: 200 },
  )
})

const inBerlin = (time: WeeklyTime, on: string) =>
  expandRecurrence(
    { weekly: [time], from: localDate(on), until: localDate(on), count: 9 },
    calendarOf({ timeZone: 'Europe/Berlin' }),
    'asItself',
  )

test('E2: where the clocks skip an hour, a lesson begins as they go on, and one within that hour is left out and told of', () => {
  // 29 March 2026: from 02:00 to 03:00, at 01:00 in UTC.
  const across = inBerlin({ weekday: 'sun', from: '02:30', to: '04:00' }, '2026-03-29')
  expect(across.slots).toMatchObject([{ startsAt: '2026-03-29T01:00:00.000Z', endsAt: '2026-03-29T02:00:00.000Z' }])
  const within = inBerlin({ weekday: 'sun', from: '02:00', to: '03:00' }, '2026-03-29')
  expect(within).toEqual({ slots: [], skipped: [{ date: '2026-03-29', from: '02:00', reason: 'skippedByClocks' }] })
})

test('E2: where the clocks show an hour twice, the earlier one counts', () => {
  // 25 October 2026: from 03:00 back to 02:00, at 01:00 in UTC.
  const twice = inBerlin({ weekday: 'sun', from: '02:30', to: '04:00' }, '2026-10-25')
  expect(twice.slots).toMatchObject([{ startsAt: '2026-10-25T00:30:00.000Z', endsAt: '2026-10-25T03:00:00.000Z' }])
})

test('E2: what is skipped does not count: the number of lessons is reached later', () => {
  const calendar = calendarOf({ holidays: [localDate('2026-03-09')] })
  const weekly = [{ weekday: 'mon' as const, from: '18:00', to: '20:00' }]
  const asked = { weekly, from: localDate('2026-03-02'), until: localDate('2026-06-30'), count: 3 }
  const { slots, skipped } = expandRecurrence(asked, calendar, 'asWeekday')
  expect(slots.map(({ date }) => date)).toEqual(['2026-03-02', '2026-03-16', '2026-03-23'])
  expect(skipped).toEqual([{ date: '2026-03-09', from: '18:00', reason: 'holiday' }])
})

test('E2: a Saturday worked for a Monday has the lessons of the Monday and not its own, unless the campus says otherwise', () => {
  const calendar = calendarOf({ makeUpDays: [{ date: localDate('2026-03-07'), asWeekday: 'mon' }] })
  const weekly = [
    { weekday: 'mon' as const, from: '18:00', to: '20:00' },
    { weekday: 'sat' as const, from: '10:00', to: '12:00' },
  ]
  const asked = { weekly, from: localDate('2026-03-02'), until: localDate('2026-03-08'), count: 9 }
  const worked = expandRecurrence(asked, calendar, 'asWeekday')
  expect(worked.slots.map(({ startsAt }) => startsAt)).toEqual(['2026-03-02T10:00:00.000Z', '2026-03-07T10:00:00.000Z'])
  expect(worked.skipped).toEqual([{ date: '2026-03-07', from: '10:00', reason: 'makeUpDay' }])
  const own = expandRecurrence(asked, calendar, 'asItself')
  expect(own.slots.map(({ startsAt }) => startsAt)).toEqual(['2026-03-02T10:00:00.000Z', '2026-03-07T02:00:00.000Z'])
})
