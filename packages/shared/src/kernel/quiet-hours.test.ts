import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMs, hourMs, instant, minuteMs } from './instant.ts'
import { endOfQuiet, isQuiet } from './quiet-hours.ts'
import { localTimeOf } from './time-zone.ts'

const night = { from: '21:00', to: '08:30' }
const shanghai = (text: string) => instant(`${text}+08:00`)
const berlin = 'Europe/Berlin'

test.each([
  ['2024-06-01T20:59:59.999', false],
  ['2024-06-01T21:00', true],
  ['2024-06-02T00:00', true],
  ['2024-06-02T08:29:59.999', true],
  ['2024-06-02T08:30', false],
])('quiet hours from 21:00 to 08:30 last past midnight: %s is quiet: %s', (at, quiet) => {
  expect(isQuiet(shanghai(at), 'Asia/Shanghai', night)).toBe(quiet)
})

test('quiet hours within a day are quiet on that day only', () => {
  const noon = { from: '12:00', to: '14:00' }
  expect(isQuiet(shanghai('2024-06-01T13:00'), 'Asia/Shanghai', noon)).toBe(true)
  expect(isQuiet(shanghai('2024-06-01T23:00'), 'Asia/Shanghai', noon)).toBe(false)
  expect(endOfQuiet(shanghai('2024-06-01T13:00'), 'Asia/Shanghai', noon)).toBe(shanghai('2024-06-01T14:00'))
})

test('quiet hours may end at midnight', () => {
  const evening = { from: '20:00', to: '24:00' }
  expect(endOfQuiet(shanghai('2024-06-01T20:00'), 'Asia/Shanghai', evening)).toBe(shanghai('2024-06-02T00:00'))
  expect(isQuiet(shanghai('2024-06-02T00:00'), 'Asia/Shanghai', evening)).toBe(false)
})

test('a message waits for the end of the quiet hours, before and after midnight', () => {
  const morning = shanghai('2024-06-02T08:30')
  expect(endOfQuiet(shanghai('2024-06-01T22:15'), 'Asia/Shanghai', night)).toBe(morning)
  expect(endOfQuiet(shanghai('2024-06-02T05:00'), 'Asia/Shanghai', night)).toBe(morning)
})

test('a message outside quiet hours does not wait', () => {
  const at = shanghai('2024-06-01T15:00:12.345')
  expect(endOfQuiet(at, 'Asia/Shanghai', night)).toBe(at)
})

test('hours that end when they start are none', () => {
  const none = { from: '08:00', to: '08:00' }
  expect(isQuiet(shanghai('2024-06-01T08:00'), 'Asia/Shanghai', none)).toBe(false)
})

test('quiet hours last longer in the night in which the clocks go back', () => {
  const hours = { from: '22:00', to: '02:30' }
  const secondPass = instant('2024-10-27T02:10+01:00')
  expect(isQuiet(instant('2024-10-27T02:29+02:00'), berlin, hours)).toBe(true)
  expect(isQuiet(secondPass, berlin, hours)).toBe(false)
  const sixToSix = { from: '18:00', to: '06:00' }
  expect(endOfQuiet(instant('2024-10-26T18:00+02:00'), berlin, sixToSix)).toBe(instant('2024-10-27T06:00+01:00'))
})

test('quiet hours whose end the clocks skip end with the gap', () => {
  const hours = { from: '22:00', to: '02:30' }
  expect(endOfQuiet(instant('2024-03-31T01:00+01:00'), berlin, hours)).toBe(instant('2024-03-31T03:00+02:00'))
})

test('when the clocks skip the only hours that are not quiet, a message waits for the day after', () => {
  const hours = { from: '03:00', to: '02:00' }
  const end = endOfQuiet(instant('2024-03-30T12:00+01:00'), berlin, hours)
  expect(end).toBe(instant('2024-04-01T02:00+02:00'))
})

test('the end of quiet hours is not quiet and a millisecond before it still is', () => {
  const times = fc.integer({ min: 0, max: 1439 }).map((minute) => {
    return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  })
  const zones = fc.constantFrom('Asia/Shanghai', berlin, 'Africa/Cairo', 'Australia/Lord_Howe')
  const moments = fc
    .integer({ min: 0, max: 366 * 24 * 60 })
    .map((n) => addMs(instant('2024-01-01T00:00Z'), n * minuteMs))
  fc.assert(
    fc.property(moments, zones, times, times, (at, zone, from, to) => {
      const end = endOfQuiet(at, zone, { from, to })
      expect(isQuiet(end, zone, { from, to })).toBe(false)
      expect(end === at).toBe(!isQuiet(at, zone, { from, to }))
      if (end > at) expect(isQuiet(addMs(end, -1), zone, { from, to })).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test('without a change of clocks, quiet is what the clock on the wall says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 366 * 24 }), (hours) => {
      const at = addMs(instant('2024-01-01T00:00Z'), hours * hourMs)
      const time = localTimeOf(at, 'Asia/Kathmandu')
      return isQuiet(at, 'Asia/Kathmandu', night) === (time >= night.from || time < night.to)
    }),
  )
})
