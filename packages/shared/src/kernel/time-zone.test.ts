import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { addMs, dayMs, epochMs, type Instant, instant, instantFromEpochMs, localDate, minuteMs } from './instant.ts'
import { addDays, daysBetween } from './local-date.ts'
import { endOfDay, instantAt, isLocalTime, isTimeZone, localDateOf, localTimeOf, startOfDay } from './time-zone.ts'

const zones = [
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Pacific/Auckland',
  'America/St_Johns',
  'Pacific/Apia',
]
const first = localDate('2024-01-01')
const days = Array.from({ length: daysBetween(first, localDate('2036-01-01')) }, (_, index) => addDays(first, index))

/** Every moment of 2024–2035 at which the zone's clocks change, as the reference implementation lists them. */
function changesOf(zone: string): Instant[] {
  const changes: Instant[] = []
  let at = Temporal.Instant.from('2024-01-01T00:00Z').toZonedDateTimeISO(zone)
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (!next || next.year > 2035) return changes
    changes.push(instant(next.toInstant().toString()))
    at = next
  }
}

describe.each(zones)('in %s', (zone) => {
  test('each local day of 2024–2035 starts exactly once, one after the other', () => {
    let previous = startOfDay(addDays(first, -1), zone)
    for (const date of days) {
      const start = startOfDay(date, zone)
      if (start <= previous) expect.fail(`${date} starts at ${start}, not after ${previous}`)
      if (localDateOf(start, zone) !== date) expect.fail(`${date} has not started at ${start}`)
      if (localDateOf(addMs(start, -1), zone) !== addDays(date, -1)) expect.fail(`${date} had started before ${start}`)
      previous = start
    }
    expect(previous).toBe(startOfDay(localDate('2035-12-31'), zone))
  })

  test('days start when the reference implementation says so', () => {
    const differing = days.filter((date) => {
      const reference = Temporal.PlainDate.from(date).toZonedDateTime(zone)
      return epochMs(startOfDay(date, zone)) !== reference.epochMilliseconds
    })
    expect(differing).toEqual([])
  })

  test('around every zone change no day comes back and the clocks show what the reference shows', () => {
    for (const change of changesOf(zone)) {
      let previous = localDateOf(addMs(change, -2 * dayMs), zone)
      for (let offset = -26 * 60; offset <= 26 * 60; offset += 5) {
        const at = addMs(change, offset * minuteMs)
        const date = localDateOf(at, zone)
        if (date < previous) expect.fail(`${previous} turned back into ${date} at ${at}`)
        const shown = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDateTime().toString()
        expect(`${date}T${localTimeOf(at, zone)}`).toBe(shown.slice(0, 16))
        previous = date
      }
    }
  })

  test('a later time on the wall is never an earlier moment, also around zone changes', () => {
    for (const change of changesOf(zone)) {
      const date = localDateOf(change, zone)
      let previous = startOfDay(addDays(date, -1), zone)
      for (let minute = 0; minute <= 1440; minute += 5) {
        const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
        const at = instantAt(date, time, zone)
        if (at < previous) expect.fail(`${date} ${time} is before ${previous}`)
        previous = at
      }
      expect(previous).toBe(endOfDay(date, zone))
    }
  })
})

test('the zones under test change their clocks, some of them at midnight', () => {
  const changes = zones.flatMap((zone) => changesOf(zone).map((at) => `${zone} ${localTimeOf(at, zone)}`))
  expect(changes.length).toBeGreaterThan(130)
  expect(changes.filter((text) => text === 'Africa/Cairo 01:00')).toHaveLength(12)
})

test('a day whose midnight does not exist starts at the first moment after the gap', () => {
  expect(startOfDay(localDate('2024-04-26'), 'Africa/Cairo')).toBe('2024-04-25T22:00:00.000Z')
  expect(localTimeOf(instant('2024-04-25T22:00:00Z'), 'Africa/Cairo')).toBe('01:00')
  expect(endOfDay(localDate('2024-04-25'), 'Africa/Cairo')).toBe('2024-04-25T22:00:00.000Z')
})

test('a day whose start the clocks skip from before midnight still starts when the date changes', () => {
  // 23:30 on 30 March 1919 was followed by 00:30 on the 31st.
  expect(startOfDay(localDate('1919-03-31'), 'America/Toronto')).toBe('1919-03-31T04:30:00.000Z')
})

test('a day that a zone leaves out starts and ends in the same moment', () => {
  const left = localDate('2011-12-30')
  expect(startOfDay(left, 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z')
  expect(endOfDay(left, 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z')
})

test('a time that the clocks skip is the first moment after the gap', () => {
  const after = '2024-03-31T01:00:00.000Z'
  for (const time of ['02:00', '02:30', '02:59', '03:00']) {
    expect(instantAt(localDate('2024-03-31'), time, 'Europe/Berlin')).toBe(after)
  }
  expect(instantAt(localDate('2024-03-31'), '03:01', 'Europe/Berlin')).toBe('2024-03-31T01:01:00.000Z')
})

test('a time that the clocks show twice is the earlier moment', () => {
  expect(instantAt(localDate('2024-10-27'), '02:30', 'Europe/Berlin')).toBe('2024-10-27T00:30:00.000Z')
  expect(instantAt(localDate('2024-10-27'), '03:00', 'Europe/Berlin')).toBe('2024-10-27T02:00:00.000Z')
  expect(instantAt(localDate('2024-04-07'), '01:45', 'Australia/Lord_Howe')).toBe('2024-04-06T14:45:00.000Z')
})

test('24:00 is the start of the next day', () => {
  expect(instantAt(localDate('2024-12-31'), '24:00', 'Asia/Shanghai')).toBe('2024-12-31T16:00:00.000Z')
})

test('a local date and time that exist once lead back to the moment that shows them', () => {
  const [min, max] = [instant('2024-01-01T00:00Z'), instant('2036-01-01T00:00Z')].map((at) => epochMs(at) / minuteMs)
  const minutes = fc.integer({ min: min ?? 0, max: max ?? 0 })
  fc.assert(
    fc.property(fc.constantFrom(...zones), minutes, (zone, minute) => {
      const at = instantFromEpochMs(minute * minuteMs)
      const back = instantAt(localDateOf(at, zone), localTimeOf(at, zone), zone)
      expect(back <= at).toBe(true)
      expect([localDateOf(back, zone), localTimeOf(back, zone)]).toEqual([localDateOf(at, zone), localTimeOf(at, zone)])
      const reference = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDateTime().toZonedDateTime(zone)
      expect(epochMs(back)).toBe(reference.epochMilliseconds)
    }),
    { numRuns: 2_000 },
  )
})

test('seconds of an instant do not round its local time up', () => {
  expect(localTimeOf(instant('2024-06-01T01:59:59.999Z'), 'Asia/Kathmandu')).toBe('07:44')
})

test('only names of zones are time zones, and only HH:mm is a time', () => {
  expect(['Asia/Shanghai', 'UTC', 'Asia/Kolkata'].every(isTimeZone)).toBe(true)
  expect(['', 'Mars/Phobos', '+08:00', 'China'].some(isTimeZone)).toBe(false)
  expect(['00:00', '09:30', '23:59', '24:00'].every(isLocalTime)).toBe(true)
  expect(['9:30', '24:01', '12:60', '12:00:00', ' 12:00', ''].some(isLocalTime)).toBe(false)
  expect(() => instantAt(first, '25:00', 'UTC')).toThrow(RangeError)
  expect(() => startOfDay(first, 'Mars/Phobos')).toThrow(RangeError)
  expect(() => localDateOf(instant('2024-01-01T00:00Z'), 'Mars/Phobos')).toThrow(RangeError)
})
