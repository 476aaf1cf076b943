/** A schedule's text is not of the documented form. */
export class UnsupportedSchedule extends Error {
  override name = 'UnsupportedSchedule'
}

export interface FieldRange {
  readonly name: string
  readonly min: number
  readonly max: number
  /** Names that stand for numbers, from `min` on. */
  readonly names?: readonly string[]
}

export const minuteField: FieldRange = { name: 'minutes', min: 0, max: 59 }
export const hourField: FieldRange = { name: 'hours', min: 0, max: 23 }
export const dayOfMonthField: FieldRange = { name: 'day-of-month', min: 1, max: 31 }
export const yearField: FieldRange = { name: 'year', min: 1970, max: 2199 }
export const monthField: FieldRange = {
  ...{ name: 'month', min: 1, max: 12 },
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
}
export const dayOfWeekField: FieldRange = {
  ...{ name: 'day-of-week', min: 1, max: 7 },
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
}

/**
 * The numbers that a cron field of lists, ranges and increments allows: `1,3`, `MON-FRI`, `0/15`, `8-17/3`, `*`.
 * @throws UnsupportedSchedule for anything else
 */
export function parseField(text: string, range: FieldRange): ReadonlySet<number> {
  const allowed = new Set<number>()
  for (const part of text.split(',')) {
    const [span = '', step, ...rest] = part.split('/')
    const increment = step === undefined ? 1 : wholeNumber(step, range)
    if (rest.length > 0 || increment < 1) throw bad(part, range)
    const [from, to] = spanOf(span, step !== undefined, range)
    for (let value = from; value <= to; value += increment) allowed.add(value)
  }
  return allowed
}

/** A single number or name within the field's range. */
export function parseNumber(text: string, range: FieldRange): number {
  const named = range.names?.indexOf(text.toUpperCase()) ?? -1
  const value = named >= 0 ? named + range.min : wholeNumber(text, range)
  if (value < range.min || value > range.max) throw bad(text, range)
  return value
}

function spanOf(span: string, stepped: boolean, range: FieldRange): [number, number] {
  if (span === '*') return [range.min, range.max]
  const [first = '', last, ...rest] = span.split('-')
  if (rest.length > 0) throw bad(span, range)
  const from = parseNumber(first, range)
  if (last === undefined) return [from, stepped ? range.max : from]
  const to = parseNumber(last, range)
  if (to < from) throw bad(span, range)
  return [from, to]
}

function wholeNumber(text: string, range: FieldRange): number {
  if (!/^\d{1,4}$/.test(text)) throw bad(text, range)
  return Number(text)
}

const bad = (text: string, range: FieldRange): UnsupportedSchedule =>
  new UnsupportedSchedule(`"${text}" is no ${range.name} of a cron expression`)
