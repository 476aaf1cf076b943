import { Solar } from 'lunar-typescript'
import { SolarDay } from 'tyme4ts'
import { describe, expect, test } from 'vitest'
import { type LocalDate, localDate } from './instant.ts'
import { addDays, daysBetween } from './local-date.ts'
import {
  dayOfLunar,
  doubleNinth,
  dragonBoat,
  hasLeapMonth,
  type LunarDate,
  lanternFestival,
  lunarDateOf,
  midAutumn,
  springFestival,
} from './lunar-calendar.ts'

const first = localDate('2024-01-01')
const last = localDate('2050-12-31')
const days = Array.from({ length: daysBetween(first, last) + 1 }, (_, index) => addDays(first, index))

const textOf = ({ year, month, leap, day }: LunarDate): string => `${year}-${leap ? -month : month}-${day}`
const partsOf = (date: LocalDate): [number, number, number] => [
  Number(date.slice(0, 4)),
  Number(date.slice(5, 7)),
  Number(date.slice(8)),
]

describe('every day from 2024 to 2050', () => {
  test('has the lunar date that lunar-typescript gives', () => {
    const differing = days.filter((date) => {
      const lunar = Solar.fromYmd(...partsOf(date)).getLunar()
      return textOf(lunarDateOf(date)) !== `${lunar.getYear()}-${lunar.getMonth()}-${lunar.getDay()}`
    })
    expect(days).toHaveLength(9_862)
    expect(differing).toEqual([])
  })

  test('has the lunar date that tyme4ts gives', () => {
    const differing = days.filter((date) => {
      const lunar = SolarDay.fromYmd(...partsOf(date)).getLunarDay()
      return textOf(lunarDateOf(date)) !== `${lunar.getYear()}-${lunar.getMonth()}-${lunar.getDay()}`
    })
    expect(differing).toEqual([])
  })

  test('is the day of its lunar date', () => {
    expect(days.filter((date) => dayOfLunar(lunarDateOf(date)) !== date)).toEqual([])
  })
})

test('every lunar date from 2024 to 2050 that exists is one day, and the others are none', () => {
  const found = new Set<LocalDate>()
  for (let year = 2024; year <= 2050; year += 1) {
    for (let month = 1; month <= 12; month += 1) {
      for (const leap of [false, true]) {
        for (let day = 0; day <= 31; day += 1) {
          const date = dayOfLunar({ year, month, leap, day })
          if (!date) continue
          expect(found.has(date)).toBe(false)
          found.add(date)
          if (date <= last) expect(lunarDateOf(date)).toEqual({ year, month, leap, day })
        }
      }
    }
  }
  expect(found.size).toBe(daysBetween(localDate('2024-02-10'), localDate('2051-02-11')))
})

test('a leap month is told from the month before it', () => {
  expect(lunarDateOf(localDate('2025-07-24'))).toEqual({ year: 2025, month: 6, leap: false, day: 30 })
  expect(lunarDateOf(localDate('2025-07-25'))).toEqual({ year: 2025, month: 6, leap: true, day: 1 })
  expect(lunarDateOf(localDate('2025-08-23'))).toEqual({ year: 2025, month: 7, leap: false, day: 1 })
  expect(lunarDateOf(localDate('2033-12-22'))).toEqual({ year: 2033, month: 11, leap: true, day: 1 })
  expect(hasLeapMonth(2025, 6)).toBe(true)
  expect(hasLeapMonth(2025, 7)).toBe(false)
  expect(hasLeapMonth(2024, 0)).toBe(false)
})

test('the first weeks of a Gregorian year belong to the lunar year before', () => {
  expect(lunarDateOf(first)).toEqual({ year: 2023, month: 11, leap: false, day: 20 })
  expect(lunarDateOf(localDate('2024-02-09'))).toEqual({ year: 2023, month: 12, leap: false, day: 30 })
  expect(lunarDateOf(localDate('2024-02-10'))).toEqual({ year: 2024, month: 1, leap: false, day: 1 })
})

test('no day is made up: a missing leap month, a day 30 of a short month, a month 13', () => {
  expect(dayOfLunar({ year: 2024, month: 6, leap: true, day: 1 })).toBeUndefined()
  expect(dayOfLunar({ year: 2024, month: 1, leap: false, day: 30 })).toBeUndefined()
  expect(dayOfLunar({ year: 2024, month: 13, leap: false, day: 1 })).toBeUndefined()
  expect(dayOfLunar({ year: 2024, month: 1.5, leap: false, day: 1 })).toBeUndefined()
  expect(dayOfLunar({ year: 2024, month: 1, leap: false, day: 0.5 })).toBeUndefined()
})

test('festivals fall on the days on which they were and will be kept', () => {
  expect([2024, 2025, 2026, 2027].map(springFestival)).toEqual(['2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06'])
  expect([2024, 2025, 2026].map(lanternFestival)).toEqual(['2024-02-24', '2025-02-12', '2026-03-03'])
  expect([2024, 2025, 2026].map(dragonBoat)).toEqual(['2024-06-10', '2025-05-31', '2026-06-19'])
  expect([2024, 2025, 2026].map(midAutumn)).toEqual(['2024-09-17', '2025-10-06', '2026-09-25'])
  expect([2024, 2025, 2026].map(doubleNinth)).toEqual(['2024-10-11', '2025-10-29', '2026-10-18'])
})

test('every year from 2024 to 2050 has its festivals within itself', () => {
  for (let year = 2024; year <= 2050; year += 1) {
    for (const festival of [springFestival, lanternFestival, dragonBoat, midAutumn, doubleNinth]) {
      expect(festival(year).slice(0, 4)).toBe(String(year))
    }
  }
})

test('outside 2024–2050 the lunar calendar says that it does not know', () => {
  const unknown = /known for 2024 to 2050 only/
  expect(() => lunarDateOf(localDate('2023-12-31'))).toThrow(unknown)
  expect(() => lunarDateOf(localDate('2051-01-01'))).toThrow(RangeError)
  expect(() => dayOfLunar({ year: 2023, month: 1, leap: false, day: 1 })).toThrow(unknown)
  expect(() => dayOfLunar({ year: 2051, month: 1, leap: false, day: 1 })).toThrow(RangeError)
  expect(() => hasLeapMonth(2022, 1)).toThrow(unknown)
  for (const festival of [springFestival, lanternFestival, dragonBoat, midAutumn, doubleNinth]) {
    expect(() => festival(2023)).toThrow(unknown)
    expect(() => festival(2051)).toThrow(RangeError)
  }
})
