import type { LogSink } from './logger.ts'

/** What is written, from everything to the worst only. */
export const logLevels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const
type LogLevel = (typeof logLevels)[number]

/** Where a line goes: in a function CloudWatch reads what stands on standard output. */
const standardOutput = (line: string): unknown => process.stdout.write(`${line}\n`)

export interface JsonSinkOptions {
  readonly service: string
  /** Lines below it are left out. */
  readonly level: LogLevel
  readonly write?: (line: string) => unknown
}

/** Lines of JSON, one per fact: level, message, time, service and the fields. */
export function jsonSink({ service, level: least, write = standardOutput }: JsonSinkOptions): LogSink {
  const writer = (level: LogLevel) => (message: string, fields: Record<string, unknown>) => {
    if (logLevels.indexOf(level) < logLevels.indexOf(least)) return
    write(JSON.stringify({ level, message, timestamp: new Date().toISOString(), service, ...fields }))
  }
  return { info: writer('INFO'), warn: writer('WARN'), error: writer('ERROR') }
}
