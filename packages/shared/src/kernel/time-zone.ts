import {
  type DurationMs,
  dayMs,
  epochMs,
  hourMs,
  type Instant,
  instantFromEpochMs,
  type LocalDate,
  localDate,
  minuteMs,
  secondMs,
} from './instant.ts'
import { addDays } from './local-date.ts'

/** What a clock on the wall shows, `HH:mm` from `00:00` to `23:59`; `24:00` where the end of a day is meant. */
export type LocalTime = string

/** True for `00:00` to `23:59` and for `24:00`. */
export const isLocalTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text)

// A formatter takes milliseconds to make and a microsecond to use.
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  formatters.set(timeZone, made)
  return made
}

/** Reads how far the zone's clocks are ahead of UTC from the end of a text like `3/31/2024, GMT+02:00`. */
function formattedOffsetMs(atMs: number, timeZone: string): DurationMs {
  const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(formatterOf(timeZone).format(atMs))
  if (!match) throw new Error('the runtime writes offsets in a form that is not known')
  const [, sign, hours = 0, minutes = 0, seconds = 0] = match
  const size = Number(hours) * hourMs + Number(minutes) * minuteMs + Number(seconds) * secondMs
  return sign === '-' ? -size : size
}

// The shifts of this week are asked for by every clock of every complaint and follow-up.
const offsets = new Map<string, Map<number, DurationMs>>()
const offsetsKept = 10_000

/** How far the zone's clocks are ahead of UTC at a moment. */
function offsetMs(atMs: number, timeZone: string): DurationMs {
  const ofZone = offsets.get(timeZone) ?? new Map<number, DurationMs>()
  const known = ofZone.get(atMs)
  if (known !== undefined) return known
  const read = formattedOffsetMs(atMs, timeZone)
  if (ofZone.size >= offsetsKept) ofZone.clear()
  offsets.set(timeZone, ofZone.set(atMs, read))
  return read
}

/** The first millisecond with the later offset, when the clocks change once after `lowMs` and no later than `highMs`. */
function changeBetween(lowMs: number, highMs: number, timeZone: string): number {
  const later = offsetMs(highMs, timeZone)
  let before = lowMs
  let after = highMs
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetMs(middle, timeZone) === later) after = middle
    else before = middle
  }
  return after
}

/** `wallMs`: what the wall shows, counted as if it were UTC. */
function epochMsOfWall(wallMs: number, timeZone: string): number {
  const before = offsetMs(wallMs - dayMs, timeZone)
  const after = offsetMs(wallMs + dayMs, timeZone)
  if (before === after) return wallMs - before
  const changeMs = changeBetween(wallMs - dayMs, wallMs + dayMs, timeZone)
  return wallMs < changeMs + before ? wallMs - before : Math.max(changeMs, wallMs - after)
}

const wallText = (at: Instant, timeZone: string): string => {
  const ms = epochMs(at)
  return instantFromEpochMs(ms + offsetMs(ms, timeZone))
}

/** True when the runtime knows the text as an IANA time zone, such as `Asia/Shanghai`; a bare offset is none. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false
  try {
    formatterOf(text)
    return true
  } catch {
    return false
  }
}

/**
 * The day on the wall calendar at a moment.
 * @param timeZone an IANA name
 * @throws RangeError when the zone is not known
 * Rule: Time.
 */
export const localDateOf = (at: Instant, timeZone: string): LocalDate => localDate(wallText(at, timeZone).slice(0, 10))

/**
 * The time on the wall clock at a moment, `HH:mm`, seconds cut off.
 * @param timeZone an IANA name
 * @throws RangeError when the zone is not known
 * Rule: Time.
 */
export const localTimeOf = (at: Instant, timeZone: string): LocalTime => wallText(at, timeZone).slice(11, 16)

/**
 * The moment at which the wall shows a day and time. A time that the clocks skip is the first moment after the gap; of a
 * time that they show twice, the earlier. So a later time of a day is never an earlier moment, and periods that do not
 * overlap on the wall do not overlap in time.
 * @param time `HH:mm`, or `24:00` for the start of the next day
 * @param timeZone an IANA name
 * @throws RangeError when the time is no such text or the zone is not known
 * Rule: Time.
 */
export const instantAt = (date: LocalDate, time: LocalTime, timeZone: string): Instant =>
  instantFromEpochMs(epochMsAt(date, time, timeZone))

/** The same in milliseconds, for those who reckon with many. */
export function epochMsAt(date: LocalDate, time: LocalTime, timeZone: string): number {
  if (!isLocalTime(time)) throw new RangeError('a local time is HH:mm')
  const timeMs = Number(time.slice(0, 2)) * hourMs + Number(time.slice(3)) * minuteMs
  return epochMsOfWall(Date.parse(date) + timeMs, timeZone)
}

/**
 * The first moment of a local day, also where the clocks skip midnight.
 * @throws RangeError when the zone is not known
 * Rule: Time.
 */
export const startOfDay = (date: LocalDate, timeZone: string): Instant => instantAt(date, '00:00', timeZone)

/**
 * The moment at which a local day is over: the first of the next day, so a day is `startOfDay ≤ moment < endOfDay`.
 * @throws RangeError when the zone is not known
 * Rule: Time.
 */
export const endOfDay = (date: LocalDate, timeZone: string): Instant => startOfDay(addDays(date, 1), timeZone)
