import type { Instant } from '@tutelage/shared/kernel/instant.ts'

/** One lesson in a calendar. */
export interface CalendarEvent {
  /** The same for ever, and of no other event in the world. */
  readonly uid: string
  /** Grows with each change. */
  readonly sequence: number
  readonly changedAt: Instant
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly isCancelled: boolean
  readonly summary: string
  readonly location?: string | undefined
}

/** Lines are folded so that none is longer, in UTF-8, without its end. */
const mostOctets = 75

/** Backslashes, commas, semicolons and line ends stand for themselves. Rule: RFC 5545, 3.3.11. */
const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n')

/** A line in pieces of at most 75 octets, each after the first begun by a space, no character torn. Rule: RFC 5545, 3.1. */
function folded(line: string): string {
  const pieces: string[] = []
  let piece = ''
  for (const character of line) {
    if (Buffer.byteLength(piece) + Buffer.byteLength(character) > mostOctets) {
      pieces.push(piece)
      piece = ' '
    }
    piece += character
  }
  return [...pieces, piece].join('\r\n')
}

/** A moment in UTC: `20260302T100000Z`. */
const utc = (at: Instant): string => `${at.slice(0, 19).replace(/[-:]/g, '')}Z`

const eventLines = (event: CalendarEvent): readonly string[] => [
  'BEGIN:VEVENT',
  `UID:${event.uid}`,
  `DTSTAMP:${utc(event.changedAt)}`,
  `SEQUENCE:${event.sequence}`,
  `DTSTART:${utc(event.startsAt)}`,
  `DTEND:${utc(event.endsAt)}`,
  `STATUS:${event.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
  `SUMMARY:${escaped(event.summary)}`,
  ...(event.location ? [`LOCATION:${escaped(event.location)}`] : []),
  'END:VEVENT',
]

/**
 * A calendar as text: iCalendar 2.0, each line ended by CR LF. Times are in UTC, which every calendar shows in its own zone.
 * @param name of the calendar
 * Rule: E2, RFC 5545.
 */
export function calendarText(name: string, events: readonly CalendarEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tutelage//Lessons//EN',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}
