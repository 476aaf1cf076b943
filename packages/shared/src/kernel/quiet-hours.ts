import type { Instant } from './instant.ts'
import { addDays } from './local-date.ts'
import { instantAt, type LocalTime, localDateOf } from './time-zone.ts'

/**
 * Hours of the day in which nobody is disturbed, from `from` up to, not including, `to`. When `to` is the earlier of the
 * two they last past midnight; when both are the same there are none.
 */
export interface QuietHours {
  readonly from: LocalTime
  readonly to: LocalTime
}

/** The end of the quiet hours that a moment lies in, those that began on the day before among them. */
function endAround(at: Instant, timeZone: string, { from, to }: QuietHours): Instant | undefined {
  const today = localDateOf(at, timeZone)
  for (const date of [addDays(today, -1), today]) {
    const start = instantAt(date, from, timeZone)
    const end = instantAt(to < from ? addDays(date, 1) : date, to, timeZone)
    if (start <= at && at < end) return end
  }
  return undefined
}

/**
 * True when a message must wait at this moment.
 * @throws RangeError when the hours are no HH:mm or the zone is not known
 * Rule: Contact preference.
 */
export const isQuiet = (at: Instant, timeZone: string, hours: QuietHours): boolean =>
  endAround(at, timeZone, hours) !== undefined

/**
 * The first moment, not before `at`, that is not quiet: `at` itself when it is not.
 * @throws RangeError when the hours are no HH:mm or the zone is not known
 * Rule: Contact preference.
 */
export function endOfQuiet(at: Instant, timeZone: string, hours: QuietHours): Instant {
  const end = endAround(at, timeZone, hours)
  // Where the clocks skip the only hours that are not quiet, the next quiet hours begin as these end.
  return end === undefined ? at : endOfQuiet(end, timeZone, hours)
}
