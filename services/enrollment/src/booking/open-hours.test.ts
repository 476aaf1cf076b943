import type { BusinessCalendar } from '@tutelage/shared/kernel/business-calendar.ts'
import { addMs, hourMs, instant, localDate, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf, localTimeOf } from '@tutelage/shared/kernel/time-zone.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { overlaps } from '../timetable/lesson.ts'
import { freeSlots, type OpenHours, type Wanted } from './open-hours.ts'

const none = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
const afternoons: OpenHours = { weekly: { ...none, mon: [{ from: '14:00', to: '18:00' }] }, exceptions: [] }
const calendar: BusinessCalendar = { timeZone: 'Asia/Shanghai', weekly: none, holidays: [], makeUpDays: [] }
const wanted: Wanted = {
  from: localDate('2026-03-02'),
  to: localDate('2026-03-15'),
  lengthMs: 2 * hourMs,
  stepMs: hourMs,
  earliest: instant('2026-03-01T00:00:00Z'),
  latest: instant('2026-04-01T00:00:00Z'),
}
const times = (slots: ReturnType<typeof freeSlots>) =>
  slots.map(
    ({ startsAt }) => `${localDateOf(startsAt, 'Asia/Shanghai').slice(8)} ${localTimeOf(startsAt, 'Asia/Shanghai')}`,
  )

test('E2: lessons are offered in the open hours, wholly, step by step', () => {
  expect(times(freeSlots(afternoons, calendar, wanted, []))).toEqual([
    ...['02 14:00', '02 15:00', '02 16:00'],
    ...['09 14:00', '09 15:00', '09 16:00'],
  ])
})

test('E2: a holiday has no open hours, a day of exception its own, on a holiday too', () => {
  const holidays = [localDate('2026-03-02'), localDate('2026-03-03')]
  const exceptions = [
    { date: localDate('2026-03-03'), hours: [{ from: '09:00', to: '11:00' }] },
    { date: localDate('2026-03-09'), hours: [] },
  ]
  expect(times(freeSlots({ ...afternoons, exceptions }, { ...calendar, holidays }, wanted, []))).toEqual(['03 09:00'])
})

test('E2: a free slot is within the hours, of its length, between the moments, and nobody is busy in it', () => {
  const start = instant('2026-03-02T06:00:00Z')
  const busySlot = fc
    .record({ at: fc.integer({ min: -60, max: 11_000 }), minutes: fc.integer({ min: 5, max: 300 }) })
    .map(({ at, minutes }) => ({
      startsAt: addMs(start, at * minuteMs),
      endsAt: addMs(start, (at + minutes) * minuteMs),
    }))
  fc.assert(
    fc.property(
      fc.array(busySlot, { maxLength: 6 }),
      fc.integer({ min: 15, max: 240 }),
      fc.integer({ min: 5, max: 90 }),
      fc.integer({ min: 0, max: 12_000 }),
      (busy, length, step, soonest) => {
        const asked = { ...wanted, lengthMs: length * minuteMs, stepMs: step * minuteMs }
        const earliest = addMs(start, soonest * minuteMs)
        const found = freeSlots(afternoons, calendar, { ...asked, earliest }, busy)
        const every = freeSlots(afternoons, calendar, asked, [])
        expect(found).toEqual(
          every.filter((slot) => slot.startsAt >= earliest && !busy.some((taken) => overlaps(taken, slot))),
        )
        for (const { startsAt, endsAt } of every) {
          expect(Date.parse(endsAt) - Date.parse(startsAt)).toBe(length * minuteMs)
          expect(localTimeOf(startsAt, 'Asia/Shanghai') >= '14:00').toBe(true)
          expect(localTimeOf(endsAt, 'Asia/Shanghai') <= '18:00').toBe(true)
        }
      },
    ),
  )
})
