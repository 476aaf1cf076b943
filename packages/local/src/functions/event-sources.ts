import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { nameOfArn, partsOfArn } from '../assembly/arns.ts'
import type { Deployed, DeployedResources } from '../assembly/deployed-resources.ts'
import { UnsupportedTemplate } from '../assembly/intrinsics.ts'
import { eventSourceMappingKind } from '../assembly/lambda-kinds.ts'
import { named } from '../assembly/named-problem.ts'
import type { Table } from '../dynamodb/create-tables.ts'
import type { DynamoDbClient } from '../dynamodb/dynamodb-client.ts'
import { queueFilter, streamFilter } from '../events/filter-criteria.ts'
import type { AccessControl, Caller } from '../policies/access-control.ts'
import { QueueConsumer, queueEvent } from '../queues/queue-consumer.ts'
import type { QueueHub } from '../queues/queue-hub.ts'
import type { CloudStore } from '../store/cloud-store.ts'
import { StreamConsumer, streamEvent } from '../streams/stream-consumer.ts'
import { batchFailures } from './batch-response.ts'
import type { FunctionHub } from './function-hub.ts'
import type { FunctionRunner } from './function-runner.ts'

export interface EventSourceParts {
  readonly access: AccessControl
  readonly functions: FunctionHub
  readonly queues: QueueHub
  readonly tables: readonly Table[]
  readonly client: DynamoDbClient
  readonly store: CloudStore
  readonly now: () => number
  readonly warn: (text: string) => void
  /** Takes what ends each reader. */
  readonly closings: (() => unknown)[]
}

type Mapping = Deployed<z.output<typeof eventSourceMappingKind.schema>>

/** What reads queues and streams for functions. */
export interface EventSources {
  readonly queues: readonly QueueConsumer[]
  readonly streams: ReadonlyMap<string, readonly StreamConsumer[]>
}

/** A queue's small batches wait this long at most, whatever window the template gives: nobody waits for a demo. */
const longestWindowMs = 100
const queueActions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((name) => `sqs:${name}`)
const streamActions = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((name) => `dynamodb:${name}`)

/**
 * Starts a reader for each event source mapping.
 * @throws UnsupportedTemplate when a filter is not supported, or when the function's role may not read the source:
 * AWS refuses to make such a mapping
 */
export function startEventSources(resources: DeployedResources, parts: EventSourceParts): EventSources {
  const queues: QueueConsumer[] = []
  const streams = new Map<string, StreamConsumer[]>()
  for (const mapping of resources.of(eventSourceMappingKind).filter(({ properties }) => properties.Enabled)) {
    named(mapping, () => {
      const runner = parts.functions.find(mapping.properties.FunctionName)
      if (!runner) throw new UnsupportedTemplate(`no function ${mapping.properties.FunctionName}`)
      const { service } = partsOfArn(mapping.properties.EventSourceArn)
      if (service === 'sqs') {
        const consumer = readQueue(mapping, runner, parts)
        parts.closings.push(() => consumer.stop())
        queues.push(consumer)
      } else if (service === 'dynamodb') {
        const { table, consumer } = readStream(mapping, runner, parts)
        parts.closings.push(() => consumer.stop())
        streams.set(table, [...(streams.get(table) ?? []), consumer])
      } else throw new UnsupportedTemplate(`an event source of ${service}`)
    })
  }
  return { queues, streams }
}

function mayRead(runner: FunctionRunner, actions: readonly string[], resource: string, access: AccessControl): Caller {
  const { name, roleArn } = runner.definition
  const caller: Caller = { kind: 'function', name, roleArn }
  for (const action of actions) {
    const answer = access.check(caller, { action, resource })
    if (!answer.allowed) throw new UnsupportedTemplate(answer.reason)
  }
  return caller
}

function readQueue({ properties, ref }: Mapping, runner: FunctionRunner, parts: EventSourceParts): QueueConsumer {
  const queue = parts.queues.find(properties.EventSourceArn)
  if (!queue) throw new UnsupportedTemplate(`no queue ${properties.EventSourceArn}`)
  mayRead(runner, queueActions, queue.arn, parts.access)
  const reporting = properties.FunctionResponseTypes.length > 0
  return new QueueConsumer({
    hub: parts.queues,
    queue,
    holder: ref,
    batchSize: properties.BatchSize ?? 10,
    windowMs: Math.min(longestWindowMs, (properties.MaximumBatchingWindowInSeconds ?? 0) * 1000),
    passes: queueFilter(properties.FilterCriteria),
    work: async (messages) => {
      const result = await runner.invoke(JSON.stringify(queueEvent(queue, messages)))
      return batchFailures(
        result,
        messages.map(({ messageId }) => messageId),
        reporting,
      )
    },
  })
}

function readStream({ properties, ref }: Mapping, runner: FunctionRunner, parts: EventSourceParts) {
  const table = parts.tables.find(({ templateStreamArn }) => templateStreamArn === properties.EventSourceArn)
  if (!table?.streamArn) throw new UnsupportedTemplate(`no stream ${properties.EventSourceArn}`)
  const caller = mayRead(runner, streamActions, properties.EventSourceArn, parts.access)
  const reporting = properties.FunctionResponseTypes.length > 0
  const { MaximumRetryAttempts: retries, MaximumRecordAgeInSeconds: maxAge } = properties
  const giveUp = onFailure(properties, table.streamArn, runner, caller, parts)
  const consumer = new StreamConsumer({
    ...{ client: parts.client, store: parts.store, warn: parts.warn },
    name: ref,
    streamArn: table.streamArn,
    batchSize: properties.BatchSize ?? 100,
    rules: {
      retries: retries === undefined || retries < 0 ? undefined : retries,
      bisect: properties.BisectBatchOnFunctionError,
      maxAgeMs: maxAge === undefined || maxAge < 0 ? undefined : maxAge * 1000,
    },
    passes: streamFilter(properties.FilterCriteria),
    invoke: async (records) => {
      const result = await runner.invoke(JSON.stringify(streamEvent(properties.EventSourceArn, records)))
      return batchFailures(
        result,
        records.map(({ sequence }) => sequence),
        reporting,
      )
    },
    giveUp,
  })
  return { table: table.name, consumer }
}

/** Sends where a batch lies that was given up, as Lambda documents it, to the destination of the mapping. */
function onFailure(
  properties: Mapping['properties'],
  streamArn: string,
  runner: FunctionRunner,
  caller: Caller,
  { queues, access, warn, now }: EventSourceParts,
): (...given: Parameters<ConstructorParameters<typeof StreamConsumer>[0]['giveUp']>) => void {
  const destination = properties.DestinationConfig?.OnFailure?.Destination
  const queue = destination ? queues.find(destination) : undefined
  if (destination && !queue) throw new UnsupportedTemplate(`on-failure destination ${nameOfArn(destination)}`)
  if (queue) mayRead(runner, ['sqs:SendMessage'], queue.arn, access)
  return (shardId, records, approximateInvokeCount, condition) => {
    warn(`${runner.definition.name} gave up ${records.length} records of ${nameOfArn(streamArn)}: ${condition}`)
    if (!queue) return
    const arrival = (at: number): string => new Date(records.at(at)?.createdMs ?? 0).toISOString()
    const body = {
      requestContext: {
        requestId: randomUUID(),
        functionArn: runner.definition.arn,
        condition,
        approximateInvokeCount,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: new Date(now()).toISOString(),
      DDBStreamBatchInfo: {
        ...{ shardId, streamArn, batchSize: records.length },
        ...{ startSequenceNumber: records[0]?.sequence, endSequenceNumber: records.at(-1)?.sequence },
        ...{ approximateArrivalOfFirstRecord: arrival(0), approximateArrivalOfLastRecord: arrival(-1) },
      },
    }
    const { name } = runner.definition
    queues.send(queue, { body: JSON.stringify(body), sender: caller.kind === 'function' ? caller.roleArn : name })
  }
}
