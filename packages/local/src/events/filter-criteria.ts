import { z } from 'zod'
import { compilePattern, type EventMatcher } from './event-pattern.ts'
import { UnsupportedPattern } from './unsupported-pattern.ts'

const criteria = z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).optional() })
const sourceKeys = {
  /** Lambda documents `dynamodb`; `eventName` is what its own examples and CDK's filter on as well. */
  stream: new Set(['dynamodb', 'eventName']),
  queue: new Set(['body', 'attributes', 'messageAttributes']),
}

/** Decides which records of an event source reach a function; the others count as done. */
export type RecordFilter = (record: unknown) => boolean

/**
 * Lambda's FilterCriteria of a DynamoDB stream: a record passes when any filter fits; without filters all pass.
 * A number of an item is a text there, `{"N": "100"}`, so `numeric` never fits it; `exists` works on leaves only.
 * @throws UnsupportedPattern when a pattern is not valid for this source
 */
export function streamFilter(value: unknown): RecordFilter {
  const filters = compile(value, 'stream')
  return (record) => filters.length === 0 || filters.some((filter) => filter.matches(record))
}

/**
 * Lambda's FilterCriteria of a queue. A pattern with an object at `body` sees the body as JSON, and drops a body that
 * is not JSON; a pattern with a list there sees it as plain text. Pass the record with the body as text.
 */
export function queueFilter(value: unknown): (record: { readonly body: string }) => boolean {
  const filters = compile(value, 'queue')
  return (record) =>
    filters.length === 0 ||
    filters.some(({ matches, pattern }) => {
      if (pattern.body === undefined || Array.isArray(pattern.body)) return matches(record)
      const body = parseJson(record.body)
      return body !== undefined && typeof body === 'object' && matches({ ...record, body })
    })
}

interface Filter {
  readonly pattern: Readonly<Record<string, unknown>>
  readonly matches: EventMatcher
}

function compile(value: unknown, source: 'stream' | 'queue'): readonly Filter[] {
  if (value === undefined) return []
  return (criteria.parse(value).Filters ?? []).map(({ Pattern }) => {
    const pattern = z.record(z.string(), z.unknown()).parse(parseJson(Pattern))
    const unknown = Object.keys(pattern).find((key) => key !== '$or' && !sourceKeys[source].has(key))
    if (unknown) throw new UnsupportedPattern(`a ${source} record has no "${unknown}" to filter on`)
    return { pattern, matches: compilePattern(pattern, 'lambda') }
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
