import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idField, instantField, lineField, localDateField, monthField } from './fields.ts'

describe('fields accept what the wire may carry, and nothing that breaks later', () => {
  test('a moment with any offset is kept as UTC', () => {
    expect(instantField().parse('2026-03-02T09:00:00+08:00')).toBe('2026-03-02T01:00:00.000Z')
  })

  test.each([
    '9999-12-31T23:59:59-23:59',
    '0001-01-01T00:00:00Z',
    '2200-01-01T00:00:00Z',
    '2026-03-02T09:00:00',
    '2026-03-02',
    'now',
  ])('%s is no moment', (text) => {
    expect(instantField().safeParse(text).success).toBe(false)
  })

  test('text order of moments is time order', () => {
    const moment = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        const [first, second] = [a, b].map((date) => instantField().parse(date.toISOString()))
        expect(Math.sign(a.getTime() - b.getTime())).toBe(
          first === second ? 0 : String(first) < String(second) ? -1 : 1,
        )
      }),
    )
  })

  test('a day that the calendar does not have is none', () => {
    expect(localDateField().safeParse('2026-02-29').success).toBe(false)
    expect(localDateField().safeParse('2028-02-29').success).toBe(true)
  })

  test('days and months are near enough that the days and months around them can be reckoned', () => {
    const isDay = (text: string) => localDateField().safeParse(text).success
    const isMonth = (text: string) => monthField().safeParse(text).success
    expect(['1900-01-01', '2199-12-31'].every(isDay)).toBe(true)
    expect(['0001-01-01', '1899-12-31', '2200-01-01', '9999-12-31'].some(isDay)).toBe(false)
    expect(['1900-01', '2199-12'].every(isMonth)).toBe(true)
    expect(['0001-01', '1899-12', '2200-01', '9999-12', '2026-13', '2026-1'].some(isMonth)).toBe(false)
  })

  test('an id of another kind is none', () => {
    expect(idField('student').safeParse('led_01K00000000000000000000000').success).toBe(false)
    expect(idField('student').safeParse('stu_01K00000000000000000000000').success).toBe(true)
  })

  test('a line has no control characters', () => {
    expect(lineField().safeParse('two\nlines').success).toBe(false)
  })
})
