import { instant } from '@tutelage/shared/kernel/instant.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CalendarEvent, calendarText } from './calendar.ts'

const lesson: CalendarEvent = {
  uid: 'les_1@cam_1.tutelage',
  sequence: 2,
  changedAt: instant('2026-03-01T01:02:03Z'),
  startsAt: instant('2026-03-02T10:00:00Z'),
  endsAt: instant('2026-03-02T12:00:00Z'),
  isCancelled: false,
  summary: 'Maths',
}
/** As a reader takes folding and escaping back. */
const unfolded = (text: string): readonly string[] => text.replace(/\r\n /g, '').split('\r\n')
const propertyOf = (text: string, name: string): string | undefined =>
  unfolded(text)
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1)
const unescaped = (text: string): string => text.replace(/\\([\\;,n])/g, (_, what) => (what === 'n' ? '\n' : what))

test('E2: a lesson stands in the calendar with its time in UTC', () => {
  expect(calendarText('East', [lesson]).split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tutelage//Lessons//EN',
    'CALSCALE:GREGORIAN',
    'X-WR-CALNAME:East',
    'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
    'BEGIN:VEVENT',
    'UID:les_1@cam_1.tutelage',
    'DTSTAMP:20260301T010203Z',
    'SEQUENCE:2',
    'DTSTART:20260302T100000Z',
    'DTEND:20260302T120000Z',
    'STATUS:CONFIRMED',
    'SUMMARY:Maths',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ])
})

test('E2: any text comes through folding and escaping as it was, in lines of at most 75 octets that tear no character', () => {
  const words = fc.string({
    unit: fc.oneof(fc.constantFrom(...'a,;\\\n数学🎓 :é'), fc.string({ unit: 'grapheme', maxLength: 1 })),
    maxLength: 120,
    size: 'max',
  })
  const printable = words.map((text) => text.replace(/[^\P{Cc}\n]/gu, '').toWellFormed())
  fc.assert(
    fc.property(printable, printable, (summary, location) => {
      const text = calendarText('East', [{ ...lesson, summary, location }])
      expect(text.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/)
      for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(text.isWellFormed() && !text.includes('\uFFFD') === !`${summary}${location}`.includes('\uFFFD')).toBe(true)
      expect(unescaped(propertyOf(text, 'SUMMARY') ?? '')).toBe(summary)
      expect(unescaped(propertyOf(text, 'LOCATION') ?? '')).toBe(location)
    }),
  )
})
