import { Logger } from '@aws-lambda-powertools/logger'
import type { LogSink } from './logger.ts'

/** Powertools' logger of a service as a sink. */
export function powertoolsSink(serviceName: string): LogSink {
  const logger = new Logger({ serviceName })
  return {
    info: (message, fields) => logger.info(message, fields),
    warn: (message, fields) => logger.warn(message, fields),
    error: (message, fields) => logger.error(message, fields),
  }
}
