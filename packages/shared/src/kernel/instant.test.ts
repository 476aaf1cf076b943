import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant, localDate } from './instant.ts'

const two = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((value) => String(value).padStart(2, '0'))

/** Moments as somebody may write them, also with days that the month has not and hours that the day has not. */
const texts = fc
  .tuple(
    fc.constantFrom('0000', '0999', '2024', '2026', '9999'),
    two(0, 13),
    two(0, 32),
    two(0, 25),
    two(0, 60),
    fc.constantFrom('.000', '.999', '.5', ''),
    fc.constantFrom('Z', 'Z', '+08:00', '-03:30'),
  )
  .map(([year, month, day, hour, minute, ms, zone]) => `${year}-${month}-${day}T${hour}:${minute}:07${ms}${zone}`)

test('a moment is read as a Date reads it, and kept as UTC to the millisecond', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const ms = Date.parse(text)
      if (Number.isNaN(ms)) expect(() => instant(text)).toThrow(RangeError)
      else expect(instant(text)).toBe(new Date(ms).toISOString())
    }),
    { numRuns: 5_000 },
  )
})

test('what is no moment is refused: a day, a time without an offset, words', () => {
  for (const text of ['2026-11-22', '2026-11-22T08:00:00', 'soon', '']) expect(() => instant(text)).toThrow(RangeError)
})

test('a day is one that the calendar has', () => {
  const days = fc.tuple(fc.constantFrom('0000', '1900', '2000', '2024', '2026'), two(0, 13), two(0, 32))
  fc.assert(
    fc.property(days, ([year, month, day]) => {
      const date = new Date(0)
      date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
      const text = `${year}-${month}-${day}`
      const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
      if (exists) expect(localDate(text)).toBe(text)
      else expect(() => localDate(text)).toThrow(RangeError)
    }),
    { numRuns: 2_000 },
  )
})
