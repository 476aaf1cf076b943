import type { Log } from '../data/context.ts'

/** Every field that a log line may carry: ids, codes, counts and milliseconds. What is not listed is left out. */
const ids = ['requestId', 'correlationId', 'eventId', 'causationId', 'messageId', 'aggregateId', 'campusId'] as const
const facts = [
  'actorKind',
  'staffId',
  'partnerId',
  'quarantinedId',
  'route',
  'method',
  'status',
  'code',
  'subscription',
  'event',
  'source',
  'job',
  'localDate',
  'timeZone',
  'entity',
  'attempt',
  'template',
  'occasion',
  'operation',
  'failure',
  'reason',
] as const
const figures = [
  'count',
  'sent',
  'failed',
  'skipped',
  'entries',
  'items',
  'ms',
  'bytes',
  'aggregateVersion',
  'fence',
] as const
const allowed: ReadonlySet<string> = new Set([...ids, ...facts, ...figures])

/** Where lines go; Powertools' logger in a function. */
export interface LogSink {
  info(message: string, fields: Record<string, unknown>): void
  warn(message: string, fields: Record<string, unknown>): void
  error(message: string, fields: Record<string, unknown>): void
}

/** The places in our own code that an error went through: no message, for that may quote what came from outside. */
function errorFacts(error: unknown): { errorName: string; at: string[] } {
  if (!(error instanceof Error)) return { errorName: typeof error, at: [] }
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { errorName: error.name, at: lines.slice(0, 8).map((line) => line.trim()) }
}

const isShort = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= 200)

function letThrough(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const named = Object.entries(fields).filter(([name, value]) => allowed.has(name) && isShort(value))
  return { ...Object.fromEntries(named), ...('error' in fields && errorFacts(fields.error)) }
}

/**
 * A log that lets only the listed fields through, and of an `error` only its name and where it came from.
 * @param sink where the lines go
 */
export function makeLog(sink: LogSink): Log {
  return {
    info: (message, fields = {}) => sink.info(message, letThrough(fields)),
    warn: (message, fields = {}) => sink.warn(message, letThrough(fields)),
    error: (message, fields = {}) => sink.error(message, letThrough(fields)),
  }
}

/** The same log with fields on every line, such as the correlation id. */
export function boundLog(log: Log, bound: Readonly<Record<string, unknown>>): Log {
  return {
    info: (message, fields) => log.info(message, { ...bound, ...fields }),
    warn: (message, fields) => log.warn(message, { ...bound, ...fields }),
    error: (message, fields) => log.error(message, { ...bound, ...fields }),
  }
}
