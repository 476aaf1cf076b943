import { describe, expect, test } from 'vitest'
import type { BusinessCalendar } from './business-calendar.ts'
import { hourMs, instant, localDate, minuteMs } from './instant.ts'
import { addWorkingTime, isWorkingTime, nextWorkingMoment, workingTimeBetween } from './working-time.ts'

const office = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '18:00' },
]

/** Seven and a half hours a day, Monday to Friday; 1 October 2024 is a holiday, Saturday 12 October is worked. */
const campus: BusinessCalendar = {
  timeZone: 'Asia/Shanghai',
  weekly: { mon: office, tue: office, wed: office, thu: office, fri: office, sat: [], sun: [] },
  holidays: [localDate('2024-10-01')],
  makeUpDays: [{ date: localDate('2024-10-12'), asWeekday: 'fri' }],
}
const shanghai = (text: string) => instant(`${text}+08:00`)
const never = [] as const

/** A campus open at night, every day, where the clocks change. */
const nightly = (timeZone: string, from: string, to: string): BusinessCalendar => {
  const shifts = [{ from, to }]
  const weekly = { mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts, sat: shifts, sun: shifts }
  return { timeZone, weekly, holidays: [], makeUpDays: [] }
}

describe('30 working minutes', () => {
  test.each([
    ['within a shift', '2024-09-24T10:00', '2024-09-24T10:30'],
    ['that end with the shift are over at its end', '2024-09-24T11:30', '2024-09-24T12:00'],
    ['stand still over lunch', '2024-09-24T11:45', '2024-09-24T13:45'],
    ['stand still overnight', '2024-09-24T17:50', '2024-09-25T09:20'],
    ['start with the shift when begun before it', '2024-09-24T07:12', '2024-09-24T09:30'],
    ['stand still over the weekend', '2024-09-27T17:40', '2024-09-30T09:10'],
    ['stand still on a holiday', '2024-09-30T17:40', '2024-10-02T09:10'],
    ['run on a make-up working day', '2024-10-11T17:40', '2024-10-12T09:10'],
  ])('%s', (_, from, due) => {
    expect(addWorkingTime(campus, shanghai(from), 30 * minuteMs)).toBe(shanghai(due))
    expect(workingTimeBetween(campus, shanghai(from), shanghai(due))).toBe(30 * minuteMs)
  })
})

test('the hour that the clocks skip is not worked', () => {
  const berlin = nightly('Europe/Berlin', '01:00', '05:00')
  const midnight = instant('2024-03-31T00:00+01:00')
  expect(workingTimeBetween(berlin, midnight, instant('2024-04-01T00:00+02:00'))).toBe(3 * hourMs)
  expect(addWorkingTime(berlin, midnight, 2 * hourMs)).toBe(instant('2024-03-31T04:00+02:00'))
})

test('the hour that the clocks show twice is worked twice', () => {
  const berlin = nightly('Europe/Berlin', '01:00', '05:00')
  const midnight = instant('2024-10-27T00:00+02:00')
  expect(workingTimeBetween(berlin, midnight, instant('2024-10-28T00:00+01:00'))).toBe(5 * hourMs)
  expect(addWorkingTime(berlin, midnight, 2.5 * hourMs)).toBe(instant('2024-10-27T02:30+01:00'))
})

test('a shift that the clocks skip altogether is not worked', () => {
  const cairo = nightly('Africa/Cairo', '00:00', '00:45')
  const evening = instant('2024-04-25T20:00+02:00')
  expect(nextWorkingMoment(cairo, evening)).toBe(instant('2024-04-27T00:00+03:00'))
  expect(workingTimeBetween(cairo, evening, instant('2024-04-26T20:00+03:00'))).toBe(0)
})

test('a shift until 24:00 goes on into a shift from 00:00', () => {
  const always = nightly('America/New_York', '00:00', '24:00')
  const at = instant('2024-11-02T12:00-04:00')
  expect(addWorkingTime(always, at, 48 * hourMs)).toBe(instant('2024-11-04T11:00-05:00'))
})

test('a shift holds its start and not its end', () => {
  expect(isWorkingTime(campus, shanghai('2024-09-24T09:00'))).toBe(true)
  expect(isWorkingTime(campus, shanghai('2024-09-24T11:59:59.999'))).toBe(true)
  expect(isWorkingTime(campus, shanghai('2024-09-24T12:00'))).toBe(false)
  expect(isWorkingTime(campus, shanghai('2024-09-28T10:00'))).toBe(false)
  expect(isWorkingTime(campus, shanghai('2024-10-01T10:00'))).toBe(false)
  expect(isWorkingTime(campus, shanghai('2024-10-12T10:00'))).toBe(true)
})

test('the next working moment is now in a shift, otherwise the start of the next one', () => {
  expect(nextWorkingMoment(campus, shanghai('2024-09-24T10:17'))).toBe(shanghai('2024-09-24T10:17'))
  expect(nextWorkingMoment(campus, shanghai('2024-09-24T12:00'))).toBe(shanghai('2024-09-24T13:30'))
  expect(nextWorkingMoment(campus, shanghai('2024-09-27T18:00'))).toBe(shanghai('2024-09-30T09:00'))
})

test('no working time is over at once, also outside working time', () => {
  expect(addWorkingTime(campus, shanghai('2024-09-28T10:00'), 0)).toBe(shanghai('2024-09-28T10:00'))
})

test('a calendar that never works is said to be one, not searched for ever', () => {
  const weekly = { mon: never, tue: never, wed: never, thu: never, fri: never, sat: never, sun: never }
  const closed = { ...campus, weekly, holidays: [], makeUpDays: [] }
  const at = shanghai('2024-09-24T10:00')
  expect(() => addWorkingTime(closed, at, 1)).toThrow(/no working time within 400 days/)
  expect(() => nextWorkingMoment(closed, at)).toThrow(RangeError)
  expect(isWorkingTime(closed, at)).toBe(false)
  expect(workingTimeBetween(closed, at, shanghai('2026-09-24T10:00'))).toBe(0)
})

test('a break of up to 400 days is searched through, one day more is not', () => {
  const weekly = { mon: never, tue: never, wed: never, thu: never, fri: never, sat: never, sun: never }
  const reopening = (date: string) => ({ ...campus, weekly, makeUpDays: [{ date: localDate(date), shifts: office }] })
  const at = shanghai('2024-09-24T10:00')
  expect(nextWorkingMoment(reopening('2025-10-29'), at)).toBe(shanghai('2025-10-29T09:00'))
  expect(() => nextWorkingMoment(reopening('2025-10-30'), at)).toThrow(RangeError)
})

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 367 * 24 * hourMs])(
  'a working time of %s ms is refused',
  (durationMs) => {
    expect(() => addWorkingTime(campus, shanghai('2024-09-24T10:00'), durationMs)).toThrow(/0 to 366 days/)
  },
)
