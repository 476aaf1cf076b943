import fc from 'fast-check'
import { expect, test } from 'vitest'
import { localDate } from './instant.ts'
import { addDays, addMonths, daysBetween, monthOf, weekdayOf, weekdays } from './local-date.ts'

const anyDate = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays(localDate('1970-01-01'), days))
const anyDays = fc.integer({ min: -20_000, max: 20_000 })

test('days are counted by the calendar, across 29 February and the turn of the year', () => {
  expect(addDays(localDate('2024-02-28'), 1)).toBe('2024-02-29')
  expect(addDays(localDate('2025-02-28'), 1)).toBe('2025-03-01')
  expect(addDays(localDate('2025-01-01'), -1)).toBe('2024-12-31')
  expect(daysBetween(localDate('2024-02-01'), localDate('2024-03-01'))).toBe(29)
})

test('adding days and counting them are inverse', () => {
  fc.assert(fc.property(anyDate, anyDays, (date, days) => daysBetween(date, addDays(date, days)) === days))
})

test('the weekday is the one of the civil calendar and turns over every day', () => {
  expect(weekdayOf(localDate('2024-02-29'))).toBe('thu')
  expect(weekdayOf(localDate('2026-07-26'))).toBe('sun')
  fc.assert(
    fc.property(anyDate, (date) => {
      const next = (weekdays.indexOf(weekdayOf(date)) + 1) % 7
      return weekdayOf(addDays(date, 1)) === weekdays[next]
    }),
  )
})

test('a month after its 31st day is the last day of a shorter month', () => {
  expect(addMonths(localDate('2025-01-31'), 1)).toBe('2025-02-28')
  expect(addMonths(localDate('2024-01-31'), 1)).toBe('2024-02-29')
  expect(addMonths(localDate('2024-03-31'), -1)).toBe('2024-02-29')
  expect(addMonths(localDate('2024-02-29'), 12)).toBe('2025-02-28')
  expect(addMonths(localDate('2024-10-31'), 4)).toBe('2025-02-28')
  expect(addMonths(localDate('2024-05-15'), 0)).toBe('2024-05-15')
})

test('adding months reaches that month and never a later day of it', () => {
  fc.assert(
    fc.property(anyDate, fc.integer({ min: -600, max: 600 }), (date, months) => {
      const count = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7))
      const moved = addMonths(date, months)
      expect(count(moved)).toBe(count(date) + months)
      expect(moved.slice(8) <= date.slice(8)).toBe(true)
      if (moved.slice(8) < date.slice(8)) expect(monthOf(addDays(moved, 1))).not.toBe(monthOf(moved))
    }),
  )
})

test('a day belongs to the month that its text starts with', () => {
  expect(monthOf(localDate('2024-02-29'))).toBe('2024-02')
})

test('parts of days and months are refused', () => {
  expect(() => addDays(localDate('2024-01-01'), 0.5)).toThrow(RangeError)
  expect(() => addMonths(localDate('2024-01-01'), Number.NaN)).toThrow(RangeError)
})
