import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readCloudAssembly } from './assembly/cloud-assembly.ts'
import { deployedResources } from './assembly/deployed-resources.ts'
import { emailIdentityKind, supportedKinds } from './assembly/supported-kinds.ts'
import { createWoundClock, offsetMsOf } from './clock/wound-clock.ts'
import { type CloudRuntime, startRuntime } from './cloud-runtime.ts'
import { localControl } from './control/local-control.ts'
import { untilQuiet } from './control/quiet.ts'
import { startDynamoDbLocal } from './dynamodb/dynamodb-local.ts'
import { streamForwarder, tableForwarder } from './dynamodb/table-forwarder.ts'
import { createAwsEndpoint } from './endpoint/aws-endpoint.ts'
import { Credentials } from './endpoint/credentials.ts'
import { listenOn } from './endpoint/listen.ts'
import { busOperations } from './events/bus-operations.ts'
import { lambdaOperations } from './functions/lambda-operations.ts'
import { edgeRouting } from './gateway/edge-routing.ts'
import { createGateway } from './gateway/gateway.ts'
import { httpApis } from './gateway/http-api.ts'
import { identityOperations } from './identity/identity-operations.ts'
import { createLocalIssuer } from './identity/local-issuer.ts'
import { createMailInbox } from './mail/mail-inbox.ts'
import { mailOperations } from './mail/mail-operations.ts'
import { MailStore } from './mail/mail-store.ts'
import { AccessLedger } from './policies/access-ledger.ts'
import { MoveTasks } from './queues/move-tasks.ts'
import { queueOperations } from './queues/queue-operations.ts'
import { scheduleOperations } from './schedules/schedule-operations.ts'
import { openCloudStore } from './store/cloud-store.ts'
import { createWeather } from './weather/weather.ts'

export interface LocalCloudOptions {
  /** What `cdk synth` wrote. */
  readonly assemblyDir: string
  /** Everything durable is kept here. */
  readonly dataDir: string
  /** 0 or left out: any free port. */
  readonly ports?: { readonly gateway?: number; readonly aws?: number; readonly mail?: number }
  /** No duplicates, no shuffling, no partial failures. */
  readonly calm?: boolean
  /** Of the weather. */
  readonly seed?: number
  /** Told what somebody should know: deliveries that were refused, batches given up. */
  readonly warn?: (text: string) => void
}

/** A running local cloud. */
export interface LocalCloud {
  readonly gatewayUrl: string
  readonly awsUrl: string
  readonly mailUrl: string
  /** The wound clock's time, milliseconds since 1970. */
  now(): number
  /** Winds the clock forward and runs what fell due. */
  advance(ms: number): void
  /**
   * Resolves when nothing is at work any more.
   * @throws Error naming what is still busy after `timeoutMs`, 30 s when left out
   */
  idle(timeoutMs?: number): Promise<void>
  /** Ends everything that was started; what was acknowledged is kept. */
  stop(): Promise<void>
}

/**
 * Runs a cloud assembly on this machine.
 * @throws UnsupportedTemplate when the assembly holds something that is not supported, naming each such resource
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { assemblyDir, dataDir, ports = {}, calm = false, seed = 1, warn = () => {} } = options
  mkdirSync(dataDir, { recursive: true })
  const assembly = readCloudAssembly(assemblyDir)
  const resources = deployedResources(assembly, supportedKinds)
  const apis = httpApis(resources)
  const route = edgeRouting(resources, apis)
  const store = openCloudStore(join(dataDir, 'cloud.sqlite'))
  const clock = createWoundClock(Number(store.setting('clockOffsetMs') ?? 0))
  const weather = createWeather(seed, calm)
  const ledger = new AccessLedger()
  const credentials = new Credentials()
  const issuer = await createLocalIssuer(store, clock.now)
  const database = await startDynamoDbLocal({ dir: join(dataDir, 'dynamodb') })
  const awsServer = await listenOn(ports.aws ?? 0)
  const runtime = await startRuntime({
    ...{ assembly, resources, store, clock, weather, ledger, credentials, warn, apis },
    ...{ logDir: join(dataDir, 'logs'), awsUrl: awsServer.url, databaseUrl: database.endpoint },
  })
  const { queues, functions, access, scheduler } = runtime
  const advance = (ms: number): void => {
    clock.advance(ms)
    store.setSetting('clockOffsetMs', `${offsetMsOf(clock)}`)
    scheduler.catchUp()
    queues.notifyAll()
  }
  const idle = (timeoutMs: number) => untilQuiet(runtime.activities, timeoutMs)
  const tokens = apis.flatMap(({ routes }) => routes).find(({ token }) => token)?.token
  const control = localControl({ clock, advance, issuer, tokens, queues, weather, ledger, idle })
  const mails = new MailStore(store)
  const identities = resources.of(emailIdentityKind).map(({ properties }) => properties.EmailIdentity)
  const endpoint = createAwsEndpoint(
    {
      control,
      json: {
        AWSEvents: busOperations({ bus: runtime.bus, weather, now: clock.now, transaction: store.transaction }),
        AmazonSQS: queueOperations(queues, new MoveTasks(queues, clock.now)),
      },
      forwarded: {
        DynamoDB_20120810: tableForwarder({ client: runtime.client, tables: runtime.tables, wrote: runtime.wrote }),
        DynamoDBStreams_20120810: streamForwarder(runtime.client),
      },
      query: { ses: mailOperations({ mails, identities, now: clock.now }), sts: identityOperations },
      rest: [lambdaOperations(functions, runtime.invokeLater), scheduleOperations(runtime.schedules)],
    },
    access,
    credentials,
  )
  awsServer.serve(endpoint)
  const gateway = await listenOn(ports.gateway ?? 0)
  gateway.serve(createGateway({ route, functions, access, issuer, now: clock.now, control }))
  const mail = await listenOn(ports.mail ?? 0)
  mail.serve(createMailInbox(mails))
  return {
    gatewayUrl: gateway.url,
    awsUrl: awsServer.url,
    mailUrl: mail.url,
    now: clock.now,
    advance,
    idle: async (timeoutMs = 30_000) => {
      const busy = await idle(timeoutMs)
      if (busy.length > 0) throw new Error(`still busy: ${busy.join(', ')}`)
    },
    stop: () =>
      stopAll([gateway, mail], runtime, [awsServer], async () => {
        await database.stop()
        store.close()
      }),
  }
}

type Listening = Awaited<ReturnType<typeof listenOn>>

/** Callers first, then what works, then what the work needs. */
async function stopAll(
  callers: readonly Listening[],
  runtime: CloudRuntime,
  needed: readonly Listening[],
  last: () => Promise<void>,
): Promise<void> {
  await Promise.all(callers.map((server) => server.close()))
  await runtime.stop()
  await Promise.all(needed.map((server) => server.close()))
  await last()
}
