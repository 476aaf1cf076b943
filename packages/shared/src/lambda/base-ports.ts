import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { ServiceName } from '../contracts/define-event.ts'
import { dynamoTable } from '../data/dynamo-table.ts'
import { jitteredPause } from '../data/run-use-case.ts'
import { makeIdSource } from '../kernel/ids.ts'
import { type Clock, instantFromEpochMs } from '../kernel/instant.ts'
import { readEnvironment, tableEnvironment } from './environment.ts'
import { makeLog } from './logger.ts'
import { powertoolsMeter } from './powertools-meter.ts'
import { powertoolsSink } from './powertools-sink.ts'

/** The machine's clock: the one place that reads it. */
const machineClock: Clock = { now: () => instantFromEpochMs(Date.now()) }

/** Fails well before the function's own time is over, so that a lost answer is met by a retry. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true }

/** What every function of a service runs on: its table, clock, ids, log and metrics. */
export function basePorts(service: ServiceName) {
  const { TABLE_NAME: tableName, PUBLIC_URL: publicUrl } = readEnvironment(tableEnvironment())
  const clock = machineClock
  const pause = jitteredPause(Math.random)
  return {
    table: dynamoTable({ client: new DynamoDBClient({ requestHandler }), tableName, clock, pause }),
    clock,
    ids: makeIdSource(clock, (bytes) => crypto.getRandomValues(bytes)),
    log: makeLog(powertoolsSink(service)),
    meter: powertoolsMeter(),
    publicUrl,
    pause,
  }
}
