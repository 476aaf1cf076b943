import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Birthday, birthdayIn, isBirthday } from './birthday.ts'
import { localDate } from './instant.ts'
import { addDays, daysBetween } from './local-date.ts'
import { lunarDateOf } from './lunar-calendar.ts'

const first = localDate('2024-01-01')
const days = Array.from({ length: daysBetween(first, localDate('2051-01-01')) }, (_, index) => addDays(first, index))
const lunar = (month: number, day: number, leap = false): Birthday => ({ calendar: 'lunar', month, day, leap })

test('a Gregorian birthday is the same day every year', () => {
  expect(birthdayIn(2027, { calendar: 'gregorian', month: 9, day: 1 })).toBe('2027-09-01')
})

test('29 February is celebrated on 28 February in common years unless 1 March is asked for', () => {
  const leapDay: Birthday = { calendar: 'gregorian', month: 2, day: 29 }
  expect(birthdayIn(2028, leapDay)).toBe('2028-02-29')
  expect(birthdayIn(2025, leapDay)).toBe('2025-02-28')
  expect(birthdayIn(2100, leapDay)).toBe('2100-02-28')
  expect(birthdayIn(2000, leapDay)).toBe('2000-02-29')
  expect(birthdayIn(2025, leapDay, '03-01')).toBe('2025-03-01')
  expect(birthdayIn(2028, leapDay, '03-01')).toBe('2028-02-29')
  expect(isBirthday(localDate('2025-02-28'), leapDay)).toBe(true)
  expect(isBirthday(localDate('2028-02-28'), leapDay)).toBe(false)
})

test('a lunar birthday follows the lunar calendar', () => {
  expect(birthdayIn(2024, lunar(8, 15))).toBe('2024-09-17')
  expect(birthdayIn(2025, lunar(8, 15))).toBe('2025-10-06')
})

test('a birthday in a leap month falls in the regular month when the year lacks that leap month', () => {
  expect(birthdayIn(2025, lunar(6, 1, true))).toBe('2025-07-25')
  expect(birthdayIn(2025, lunar(6, 1))).toBe('2025-06-25')
  expect(birthdayIn(2026, lunar(6, 1, true))).toBe(birthdayIn(2026, lunar(6, 1)))
  expect(birthdayIn(2028, lunar(6, 1, true))).toBe(birthdayIn(2028, lunar(6, 1)))
})

test('a birthday on day 30 falls on day 29 of a short month', () => {
  expect(lunarDateOf(birthdayIn(2024, lunar(1, 30)))).toEqual({ year: 2024, month: 1, leap: false, day: 29 })
  expect(lunarDateOf(birthdayIn(2025, lunar(1, 30)))).toEqual({ year: 2025, month: 1, leap: false, day: 30 })
  expect(lunarDateOf(birthdayIn(2025, lunar(6, 30, true)))).toEqual({ year: 2025, month: 6, leap: true, day: 29 })
})

test('a birthday in lunar month 12 is found in January, where the lunar year is still the last one', () => {
  expect(birthdayIn(2024, lunar(12, 8))).toBe('2025-01-07')
  expect(isBirthday(localDate('2025-01-07'), lunar(12, 8))).toBe(true)
  expect(isBirthday(localDate('2024-01-18'), lunar(12, 8))).toBe(true)
  expect(birthdayIn(2050, lunar(12, 1))).toBe('2051-01-13')
})

test('every birthday is celebrated on exactly one day of each lunar year from 2024 to 2049', () => {
  const anyBirthday = fc.record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 30 }) })
  fc.assert(
    fc.property(anyBirthday, fc.boolean(), ({ month, day }, leap) => {
      const birthday = lunar(month, day, leap)
      const celebrated = days.filter((date) => isBirthday(date, birthday))
      const complete = celebrated.filter((date) => date >= '2024-02-10' && date < '2050-01-23')
      expect(complete).toEqual(Array.from({ length: 26 }, (_, index) => birthdayIn(2024 + index, birthday)))
    }),
    { numRuns: 40 },
  )
})

test('every Gregorian birthday is celebrated on exactly one day of each year, by either custom', () => {
  const anyDay = fc.constantFrom(...days.filter((date) => date < '2025-01-01'))
  fc.assert(
    fc.property(anyDay, fc.constantFrom('02-28' as const, '03-01' as const), (date, leapDay) => {
      const [month, day] = [Number(date.slice(5, 7)), Number(date.slice(8))]
      const celebrated = days.filter((one) => isBirthday(one, { calendar: 'gregorian', month, day }, leapDay))
      expect(celebrated.map((one) => Number(one.slice(0, 4)))).toEqual(Array.from({ length: 27 }, (_, n) => 2024 + n))
    }),
    { numRuns: 30 },
  )
})

test('what is no day of any year and what lies outside 2024–2050 is no birthday', () => {
  expect(() => birthdayIn(2024, { calendar: 'gregorian', month: 4, day: 31 })).toThrow(RangeError)
  expect(() => birthdayIn(2024, lunar(13, 1))).toThrow(RangeError)
  expect(() => birthdayIn(2024, lunar(1, 31))).toThrow(RangeError)
  expect(() => birthdayIn(2023, lunar(8, 15))).toThrow(/known for 2024 to 2050 only/)
  expect(() => birthdayIn(2051, lunar(8, 15, true))).toThrow(/known for 2024 to 2050 only/)
  expect(() => isBirthday(localDate('2051-01-01'), lunar(8, 15))).toThrow(RangeError)
})
