import { nameOfArn } from './assembly/arns.ts'
import type { CloudAssembly } from './assembly/cloud-assembly.ts'
import type { DeployedResources } from './assembly/deployed-resources.ts'
import type { WoundClock } from './clock/wound-clock.ts'
import type { Activity } from './control/quiet.ts'
import { createTables, type Table } from './dynamodb/create-tables.ts'
import { createDynamoDbClient, type DynamoDbClient } from './dynamodb/dynamodb-client.ts'
import type { Credentials } from './endpoint/credentials.ts'
import { EventBus } from './events/event-bus.ts'
import { archives, busNames, eventRules } from './events/event-rules.ts'
import { type EventSources, startEventSources } from './functions/event-sources.ts'
import { functionDefinitions, runtimeEnvironment } from './functions/function-definition.ts'
import { asyncQueueName, asyncQueueOf, FunctionHub, lostEvents } from './functions/function-hub.ts'
import { openFunctionLogs } from './functions/function-logs.ts'
import { FunctionRunner } from './functions/function-runner.ts'
import { WorkerBudget } from './functions/worker-budget.ts'
import type { HttpApi } from './gateway/http-api.ts'
import { AccessControl } from './policies/access-control.ts'
import type { AccessLedger } from './policies/access-ledger.ts'
import { MessageStore } from './queues/message-store.ts'
import { QueueConsumer } from './queues/queue-consumer.ts'
import { addQueues, QueueHub } from './queues/queue-hub.ts'
import { type ScheduleDefinition, scheduleDefinitions } from './schedules/schedule-definition.ts'
import { Scheduler } from './schedules/scheduler.ts'
import type { CloudStore } from './store/cloud-store.ts'
import type { Weather } from './weather/weather.ts'

export interface RuntimeOptions {
  readonly assembly: CloudAssembly
  readonly resources: DeployedResources
  readonly apis: readonly HttpApi[]
  readonly store: CloudStore
  readonly clock: WoundClock
  readonly weather: Weather
  readonly ledger: AccessLedger
  readonly credentials: Credentials
  readonly logDir: string
  readonly awsUrl: string
  readonly databaseUrl: string
  readonly warn: (text: string) => void
}

/** Everything of a cloud that works without being asked, behind its servers. */
export interface CloudRuntime {
  readonly client: DynamoDbClient
  readonly tables: readonly Table[]
  readonly queues: QueueHub
  readonly functions: FunctionHub
  readonly access: AccessControl
  readonly bus: EventBus
  readonly scheduler: Scheduler
  readonly schedules: readonly ScheduleDefinition[]
  readonly activities: readonly Activity[]
  readonly invokeLater: (functionArn: string, payload: string) => void
  /** A table was written to. */
  readonly wrote: (table: string) => void
}

/** Ends something that was started. */
export type Closing = () => unknown

/** At some 30 to 60 MB each, and 200 MB for DynamoDB Local, everything together stays under 1.5 GiB. */
const mostWorkers = 14
const idleWorkerMs = 60_000

/**
 * @param closings takes what ends each thing that was started, also when a later one cannot be
 * @throws UnsupportedTemplate naming what cannot be run as the templates say
 */
export async function startRuntime(options: RuntimeOptions, closings: Closing[]): Promise<CloudRuntime> {
  const { resources, store, clock, weather, warn } = options
  const access = new AccessControl(resources, options.ledger)
  const rules = eventRules(resources)
  const schedules = scheduleDefinitions(resources)
  const client = createDynamoDbClient(options.databaseUrl)
  const tables = await createTables(resources, client)
  const queues = new QueueHub(new MessageStore(store, clock.now), weather)
  addQueues(queues, resources)
  const budget = new WorkerBudget(mostWorkers, idleWorkerMs)
  closings.push(() => budget.endAll())
  const functions = makeFunctions(options, budget)
  const { consumers, invokeLater } = asyncInvocations(functions, queues, closings)
  const bus = new EventBus({
    ...{ store, queues, access, rules, invokeLater, warn },
    archives: archives(resources),
    busNames: busNames(resources),
  })
  const parts = { access, functions, queues, tables, client, store, now: clock.now, warn, closings }
  const sources = startEventSources(resources, parts)
  const scheduler = new Scheduler(schedules, { store, queues, access, bus, invokeLater, now: clock.now, warn })
  closings.push(() => scheduler.stop())
  return {
    ...{ client, tables, queues, functions, access, bus, scheduler, schedules, invokeLater },
    activities: activitiesOf(functions, [...consumers, ...sources.queues], queues, sources),
    wrote: (table) => {
      for (const stream of sources.streams.get(table) ?? []) stream.wrote()
    },
  }
}

/** API functions answer people who wait: two at a time. Others work off queues and streams: one. */
function makeFunctions(
  { resources, assembly, apis, credentials, awsUrl, clock, logDir }: RuntimeOptions,
  budget: WorkerBudget,
): FunctionHub {
  const answering = new Set(apis.flatMap(({ routes }) => routes.map(({ functionName }) => functionName)))
  const logs = openFunctionLogs(logDir)
  const hub = new FunctionHub()
  for (const definition of functionDefinitions(resources, assembly)) {
    const accessKeyId = credentials.issue(definition.name, definition.roleArn)
    const environment = runtimeEnvironment(definition, accessKeyId, awsUrl)
    const setting = { environment, offset: clock.offset, now: clock.now, log: logs(definition.name) }
    hub.add(new FunctionRunner(definition, { concurrency: answering.has(definition.name) ? 2 : 1, budget, setting }))
  }
  return hub
}

/** Asynchronous invocations as a durable queue before each function. */
function asyncInvocations(functions: FunctionHub, queues: QueueHub, closings: Closing[]) {
  queues.add({ ...asyncQueueOf('', undefined), name: lostEvents, deadLetter: undefined })
  const consumers = functions.list().map((runner) => {
    const { name, deadLetterArn } = runner.definition
    const queue = asyncQueueOf(name, deadLetterArn && nameOfArn(deadLetterArn))
    queues.add(queue)
    const consumer = new QueueConsumer({
      ...{ hub: queues, queue, holder: queue.name, batchSize: 1, windowMs: 0, passes: () => true },
      work: async ([message]) => {
        const result = await runner.invoke(message?.body ?? 'null', message?.messageId)
        return result.status === 'failed' ? 'all' : new Set<string>()
      },
    })
    closings.push(() => consumer.stop())
    return consumer
  })
  const invokeLater = (functionArn: string, payload: string): void => {
    const runner = functions.find(functionArn)
    const queue = runner && queues.find(asyncQueueName(runner.definition.name))
    if (!queue) throw new Error(`no function ${functionArn}`)
    queues.deliver(queue, { body: payload })
  }
  return { consumers, invokeLater }
}

function activitiesOf(
  functions: FunctionHub,
  consumers: readonly QueueConsumer[],
  queues: QueueHub,
  sources: EventSources,
): readonly Activity[] {
  const read = new Set(consumers.map(({ queueName }) => queueName))
  const readers = [...sources.streams].flatMap(([table, list]) => list.map((reader) => ({ table, reader })))
  return [
    () => functions.list().flatMap((runner) => (runner.busy ? [`function ${runner.definition.name}`] : [])),
    () => queues.messages.occupied().flatMap((name) => (read.has(name) ? [`queue ${name}`] : [])),
    () => readers.flatMap(({ table, reader }) => (reader.busy ? [`stream of ${table}`] : [])),
  ]
}
