import { cronSchedule } from './cron-expression.ts'
import { UnsupportedSchedule } from './cron-field.ts'
import { epochMsAtWallTime, wallTimeAt } from './zoned-time.ts'

/** When a schedule runs. */
export interface Schedule {
  /** The first run after a moment, in milliseconds since 1970; undefined when none comes. */
  next(afterMs: number): number | undefined
}

export interface ScheduleOptions {
  /** IANA name; UTC when left out. Rates do not depend on it. */
  readonly timeZone?: string
  /** The moment from which a rate counts: the schedule's start date, or when it was made. */
  readonly anchorMs: number
  /** Runs before this moment are left out. */
  readonly startMs?: number
  /** Runs at or after this moment are left out. */
  readonly endMs?: number
}

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/**
 * Reads `rate(5 minutes)`, `cron(0 10 * * ? *)` or `at(2026-01-01T10:00:00)`.
 * @throws UnsupportedSchedule for any other text
 * @throws RangeError for a time zone that IANA does not know
 */
export function parseSchedule(expression: string, options: ScheduleOptions): Schedule {
  const [, kind, body = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? []
  const timeZone = options.timeZone ?? 'UTC'
  wallTimeAt(0, timeZone)
  switch (kind) {
    case 'rate':
      return within(rateSchedule(body, options.anchorMs), options)
    case 'cron':
      return within(cronSchedule(body, timeZone), options)
    case 'at':
      return within(oneTimeSchedule(body, timeZone), options)
    default:
      throw new UnsupportedSchedule(`"${expression}" is no rate, cron or at expression`)
  }
}

type Next = Schedule['next']

function within(next: Next, { startMs, endMs }: ScheduleOptions): Schedule {
  return {
    next: (afterMs) => {
      const moment = next(startMs === undefined ? afterMs : Math.max(afterMs, startMs - 1))
      return moment !== undefined && (endMs === undefined || moment < endMs) ? moment : undefined
    },
  }
}

function rateSchedule(body: string, anchorMs: number): Next {
  const [, amount, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(body.trim()) ?? []
  const count = Number(amount ?? 0)
  const single = unitMs[unit]
  // Singular and plural are both taken, whatever the count.
  if (!single || count < 1) throw new UnsupportedSchedule(`"rate(${body})" is no rate`)
  const periodMs = count * single
  return (afterMs) => anchorMs + Math.max(0, Math.floor((afterMs - anchorMs) / periodMs) + 1) * periodMs
}

function oneTimeSchedule(body: string, timeZone: string): Next {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(body.trim()) ?? []
  const wall = {
    ...{ year: Number(year), month: Number(month), day: Number(day) },
    ...{ hour: Number(hour), minute: Number(minute), second: Number(second) },
  }
  const moment = second === undefined ? undefined : epochMsAtWallTime(wall, timeZone)
  if (moment === undefined) throw new UnsupportedSchedule(`"at(${body})" is no time in ${timeZone}`)
  return (afterMs) => (moment > afterMs ? moment : undefined)
}
