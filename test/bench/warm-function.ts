import { randomUUID } from 'node:crypto'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { dynamoTable } from '@tutelage/shared/data/dynamo-table.ts'
import { eventBridgeBus } from '@tutelage/shared/data/event-bridge-bus.ts'
import { createTableInput } from '@tutelage/shared/data/table-shape.ts'
import { makeIdSource } from '@tutelage/shared/kernel/ids.ts'
import { eventHandler } from '@tutelage/shared/lambda/event-handler.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { makeLog } from '@tutelage/shared/lambda/logger.ts'
import { powertoolsMeter } from '@tutelage/shared/lambda/powertools-meter.ts'
import { powertoolsSink } from '@tutelage/shared/lambda/powertools-sink.ts'
import { relayHandler } from '@tutelage/shared/lambda/relay-handler.ts'
import { lambdaContext } from '@tutelage/shared/testing/http-request.ts'
import type { DynamoDbLocal } from '../../packages/local/src/dynamodb/dynamodb-local.ts'
import type { School } from '../operations/school.ts'
import { answerCalls, type RecordedCall, recordCalls, replayCalls, replayPublished } from './recorded-calls.ts'
import type { Invocation, Work } from './warm-work.ts'

/** What one function runs on. */
interface Clients {
  readonly client: DynamoDBClient
  readonly bus: EventBridgeClient
  readonly tableName: string
}

const settings = { region: 'eu-central-1', credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } }

/** Clients that reach nothing: what they are asked is answered from a record. */
export function replaying(calls: readonly RecordedCall[], published: readonly RecordedCall[]): Clients {
  const clients = { client: new DynamoDBClient(settings), bus: new EventBridgeClient(settings), tableName: 'bench' }
  replayCalls(clients.client, calls)
  replayPublished(clients.bus, published)
  return clients
}

/** A function of ours as it stands in Lambda, on these clients. */
export function ourFunction(school: School, { service: name }: Work, { client, bus, tableName }: Clients) {
  const { clock } = school.cloud
  const { service } = school.cloud.of(name)
  const ports = {
    table: dynamoTable({ client, tableName, clock }),
    bus: eventBridgeBus({ client: bus, busName: 'bench' }),
    clock,
    ids: makeIdSource(clock, (bytes) => crypto.getRandomValues(bytes)),
    log: makeLog(powertoolsSink(name)),
    meter: powertoolsMeter(),
    publicUrl: 'https://school.example',
  }
  const [http, events, relay] = [httpHandler(service, ports), eventHandler(service, ports), relayHandler(ports)]
  return async ({ kind, event }: Invocation): Promise<unknown> => {
    if (kind === 'http') return http(event, lambdaContext)
    return kind === 'events' ? events(event, lambdaContext) : relay(event, lambdaContext)
  }
}

const atOnce = 50

/** The table of a service on DynamoDB Local, with all that stands in the school's. */
async function filledTable(server: DynamoDbLocal, school: School, { service }: Work) {
  const { clock, of } = school.cloud
  const client = new DynamoDBClient({ ...settings, endpoint: server.endpoint })
  const tableName = `bench-${randomUUID()}`
  const { StreamSpecification, ...input } = createTableInput(tableName)
  await client.send(new CreateTableCommand(input))
  const table = dynamoTable({ client, tableName, clock })
  const items = of(service).table.all()
  for (let from = 0; from < items.length; from += atOnce) {
    const some = items.slice(from, from + atOnce)
    await table.transact(some.map((item) => ({ op: 'put', item, when: 'always' })))
  }
  return { client, tableName }
}

export interface Recorded {
  readonly calls: readonly RecordedCall[]
  readonly published: readonly RecordedCall[]
  readonly answer: unknown
}

/** One real run against DynamoDB Local, with every call that it made. */
export async function recordRun(
  server: DynamoDbLocal,
  school: School,
  work: Work,
  invocation: Invocation,
): Promise<Recorded> {
  const { client, tableName } = await filledTable(server, school, work)
  const bus = new EventBridgeClient(settings)
  const [calls, published] = [recordCalls(client), answerCalls(bus)]
  const answer = await ourFunction(school, work, { client, bus, tableName })(invocation)
  client.destroy()
  return { calls, published, answer }
}
