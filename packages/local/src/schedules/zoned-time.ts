/** A wall-clock time in some time zone, without saying which; `month` and `day` count from 1. */
export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const dayMs = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  formats.set(timeZone, made)
  return made
}

/**
 * @param epochMs milliseconds since 1970 UTC
 * @throws RangeError for a time zone that IANA does not know
 */
export function wallTimeAt(epochMs: number, timeZone: string): WallTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(epochMs)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  return {
    ...{ year: part('year'), month: part('month'), day: part('day') },
    ...{ hour: part('hour'), minute: part('minute'), second: part('second') },
  }
}

const asUtc = (wall: WallTime): number =>
  Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second)

const offsetMsAt = (epochMs: number, timeZone: string): number =>
  asUtc(wallTimeAt(epochMs, timeZone)) - Math.floor(epochMs / 1000) * 1000

/**
 * The moment at which clocks in a zone show a time; the earlier one when they show it twice in autumn.
 * @returns undefined when clocks skip that time in spring
 */
export function epochMsAtWallTime(wall: WallTime, timeZone: string): number | undefined {
  const utc = asUtc(wall)
  const moments = [utc - dayMs, utc + dayMs]
    .map((near) => offsetMsAt(near, timeZone))
    .filter((offset) => offsetMsAt(utc - offset, timeZone) === offset)
    .map((offset) => utc - offset)
  return moments.length > 0 ? Math.min(...moments) : undefined
}

export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** 1 is Sunday and 7 Saturday, as in cron expressions. */
export const weekdayOf = (year: number, month: number, day: number): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1
