import { describe, expect, test } from 'vitest'
import { UnsupportedSchedule } from './cron-field.ts'
import { runsBetween } from './missed-runs.ts'
import { parseSchedule } from './schedule-expression.ts'

const utc = (text: string): number => Date.parse(`${text}Z`)

/** The next runs after a moment in UTC, as UTC to the minute. */
function runs(expression: string, after: string, count: number, timeZone = 'UTC'): string[] {
  const schedule = parseSchedule(expression, { timeZone, anchorMs: utc(after) })
  const found: string[] = []
  for (let at = schedule.next(utc(after)); at !== undefined && found.length < count; at = schedule.next(at)) {
    found.push(new Date(at).toISOString().slice(0, 16))
  }
  return found
}

describe('documented cron examples', () => {
  test.each([
    ['cron(0 10 * * ? *)', '10:00 every day', ['2026-01-01T10:00', '2026-01-02T10:00']],
    ['cron(15 12 * * ? *)', '12:15 every day', ['2026-01-01T12:15', '2026-01-02T12:15']],
    [
      'cron(0 18 ? * MON-FRI *)',
      '18:00 Monday to Friday',
      ['2026-01-01T18:00', '2026-01-02T18:00', '2026-01-05T18:00'],
    ],
    ['cron(0 8 1 * ? *)', '8:00 on the first of each month', ['2026-01-01T08:00', '2026-02-01T08:00']],
    [
      'cron(0/15 * * * ? *)',
      'every 15 minutes',
      ['2026-01-01T00:15', '2026-01-01T00:30', '2026-01-01T00:45', '2026-01-01T01:00'],
    ],
    ['cron(0/10 * ? * MON-FRI *)', 'every 10 minutes Monday to Friday', ['2026-01-01T00:10', '2026-01-01T00:20']],
    ['cron(0/5 8-17 ? * MON-FRI *)', 'every 5 minutes from 8:00 to 17:55', ['2026-01-01T08:00', '2026-01-01T08:05']],
    ['cron(0 9 ? * 2#1 *)', '9:00 on the first Monday', ['2026-01-05T09:00', '2026-02-02T09:00']],
    ['cron(15 10 ? * 6L 2026-2027)', '10:15 on the last Friday', ['2026-01-30T10:15', '2026-02-27T10:15']],
    ['cron(0 9 L * ? *)', '9:00 on the last day of the month', ['2026-01-31T09:00', '2026-02-28T09:00']],
    [
      'cron(0 9 3W * ? *)',
      '9:00 on the weekday nearest the third',
      ['2026-01-02T09:00', '2026-02-03T09:00', '2026-03-03T09:00'],
    ],
    ['cron(0 0 29 2 ? *)', 'each 29 February', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['cron(0 9 ? JAN,JUL TUE,5 *)', 'names and numbers', ['2026-01-01T09:00', '2026-01-06T09:00']],
  ])('%s: %s', (expression, _, expected) => {
    expect(runs(expression, '2026-01-01T00:00:00', expected.length)).toEqual(expected)
  })

  test('a year that is over runs no more', () => {
    expect(runs('cron(15 10 ? * 6L 2022-2023)', '2026-01-01T00:00:00', 1)).toEqual([])
  })

  test('the nearest weekday stays in its month', () => {
    expect(runs('cron(0 9 1W 8 ? 2026)', '2026-01-01T00:00:00', 1)).toEqual(['2026-08-03T09:00'])
    expect(runs('cron(0 9 31W 5 ? 2026)', '2026-01-01T00:00:00', 1)).toEqual(['2026-05-29T09:00'])
  })
})

describe('rates and single runs', () => {
  test('a rate counts from its start', () => {
    expect(runs('rate(5 minutes)', '2026-01-01T00:02:00', 2)).toEqual(['2026-01-01T00:07', '2026-01-01T00:12'])
    expect(runs('rate(1 hour)', '2026-01-01T00:02:00', 1)).toEqual(['2026-01-01T01:02'])
  })

  test('a day of a rate is 24 hours, whatever clocks do', () => {
    expect(runs('rate(1 day)', '2026-03-07T15:00:00', 2, 'America/New_York')).toEqual([
      '2026-03-08T15:00',
      '2026-03-09T15:00',
    ])
  })

  test('at runs once, in its time zone', () => {
    expect(runs('at(2026-11-20T13:00:00)', '2026-01-01T00:00:00', 2, 'Asia/Shanghai')).toEqual(['2026-11-20T05:00'])
  })

  test('no run before the start date nor from the end date on', () => {
    const schedule = parseSchedule('cron(0 10 * * ? *)', {
      ...{ anchorMs: 0, startMs: utc('2026-02-01T10:00:00'), endMs: utc('2026-02-02T10:00:00') },
    })
    expect(schedule.next(utc('2026-01-01T00:00:00'))).toBe(utc('2026-02-01T10:00:00'))
    expect(schedule.next(utc('2026-02-01T10:00:00'))).toBeUndefined()
  })
})

describe('daylight saving', () => {
  test('a time that clocks skip in spring does not run that day', () => {
    const expected = ['2026-03-07T07:30', '2026-03-09T06:30']
    expect(runs('cron(30 2 * * ? *)', '2026-03-07T00:00:00', 2, 'America/New_York')).toEqual(expected)
  })

  test('a time that clocks show twice in autumn runs once', () => {
    const expected = ['2026-10-31T05:30', '2026-11-01T05:30', '2026-11-02T06:30']
    expect(runs('cron(30 1 * * ? *)', '2026-10-31T00:00:00', 3, 'America/New_York')).toEqual(expected)
  })

  test('a local time keeps its place over the change', () => {
    const expected = ['2026-03-28T08:00', '2026-03-29T07:00']
    expect(runs('cron(0 9 * * ? *)', '2026-03-28T00:00:00', 2, 'Europe/Berlin')).toEqual(expected)
  })
})

describe('what is not documented is refused', () => {
  test.each([
    'cron(0 10 * * * *)',
    'cron(0 10 ? * ? *)',
    'cron(0 10 * * ?)',
    'cron(60 10 * * ? *)',
    'cron(0 24 * * ? *)',
    'cron(0 9 ? * 8 *)',
    'cron(0 9 ? * 2#6 *)',
    'cron(0 9 L-3 * ? *)',
    'cron(0 9 ? * FRI-MON *)',
    'cron(0/0 9 * * ? *)',
    'rate(0 minutes)',
    'rate(5 seconds)',
    'every 5 minutes',
    'at(tomorrow)',
    'at(2026-02-30)',
  ])('%s', (expression) => {
    expect(() => parseSchedule(expression, { anchorMs: 0 })).toThrow(UnsupportedSchedule)
  })

  test('a time zone that nobody knows', () => {
    expect(() => parseSchedule('rate(1 day)', { anchorMs: 0, timeZone: 'Mars/Olympus' })).toThrow(RangeError)
  })
})

describe('winding the clock forward', () => {
  const between = (expression: string, from: string, to: string): number =>
    runsBetween(parseSchedule(expression, { anchorMs: 0 }), utc(from), utc(to)).length

  test('each missed day of a daily schedule runs, of many days the five latest', () => {
    expect(between('cron(0 8 * * ? *)', '2026-01-01T00:00:00', '2026-01-04T00:00:00')).toBe(3)
    expect(between('cron(0 8 * * ? *)', '2026-01-01T00:00:00', '2026-01-31T00:00:00')).toBe(5)
  })

  test('a frequent schedule runs its five latest', () => {
    const schedule = parseSchedule('rate(1 minute)', { anchorMs: 0 })
    const found = runsBetween(schedule, utc('2026-01-01T00:00:00'), utc('2026-03-01T00:00:00'))
    expect(found.map((at) => new Date(at).toISOString().slice(11, 16))).toEqual([
      '23:56',
      '23:57',
      '23:58',
      '23:59',
      '00:00',
    ])
  })

  test('nothing runs when nothing fell due', () => {
    expect(between('cron(0 8 * * ? *)', '2026-01-01T08:00:00', '2026-01-02T07:59:00')).toBe(0)
  })
})
