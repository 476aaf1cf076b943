import type { Brand } from './brand.ts'

/** A moment in UTC, always `YYYY-MM-DDTHH:mm:ss.sssZ`, so that text order is time order. */
export type Instant = Brand<string, 'Instant'>
/** A day in some campus's calendar, `YYYY-MM-DD`. Meaningless without that campus's time zone. */
export type LocalDate = Brand<string, 'LocalDate'>
/** A length of time in whole milliseconds. */
export type DurationMs = number

/** The only way to learn what time it is; handed in, never read from the machine. */
export interface Clock {
  now(): Instant
}

export const secondMs = 1_000
export const minuteMs = 60 * secondMs
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/**
 * @param epochMs milliseconds since 1970-01-01T00:00Z
 * @throws RangeError when it is no moment that a Date can hold
 */
export const instantFromEpochMs = (epochMs: number): Instant => new Date(epochMs).toISOString() as Instant

/** A text that is an `Instant` already, as nearly all that is read is; days that only some months have are left to `Date`. */
const isWritten = (text: string): text is Instant =>
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/.test(text)

/**
 * Reads any ISO 8601 moment with an offset or Z.
 * @throws RangeError when the text is no such moment
 */
export function instant(text: string): Instant {
  if (isWritten(text)) return text
  if (!/T.*(Z|[+-]\d\d:?\d\d)$/.test(text)) throw new RangeError('an instant needs a time and an offset')
  return instantFromEpochMs(Date.parse(text))
}

export const epochMs = (at: Instant): number => Date.parse(at)

/** The moment `durationMs` after (or, when negative, before) `at`. */
export const addMs = (at: Instant, durationMs: DurationMs): Instant => instantFromEpochMs(epochMs(at) + durationMs)

/** Milliseconds from `from` to `to`; negative when `to` is earlier. */
export const msBetween = (from: Instant, to: Instant): DurationMs => epochMs(to) - epochMs(from)

export const isBefore = (a: Instant, b: Instant): boolean => a < b

/** Of two moments the later. */
export const laterOf = (a: Instant, b: Instant): Instant => (a < b ? b : a)

/** A day that every month of every year has. */
const isCommonDay = (text: string): text is LocalDate => /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/.test(text)

/** @throws RangeError when the text is no day of the Gregorian calendar */
export function localDate(text: string): LocalDate {
  if (isCommonDay(text)) return text
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00.000Z`) : undefined
  if (!day || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text)) {
    throw new RangeError('a local date is YYYY-MM-DD')
  }
  return text as LocalDate
}
