import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readCloudAssembly } from './assembly/cloud-assembly.ts'
import { deployedResources } from './assembly/deployed-resources.ts'
import { supportedKinds } from './assembly/supported-kinds.ts'
import { createWoundClock, offsetMsOf } from './clock/wound-clock.ts'
import { type Closing, startRuntime } from './cloud-runtime.ts'
import { serveCloud } from './cloud-servers.ts'
import { untilQuiet } from './control/quiet.ts'
import { startDynamoDbLocal } from './dynamodb/dynamodb-local.ts'
import { Credentials } from './endpoint/credentials.ts'
import { listenOn } from './endpoint/listen.ts'
import { edgeRouting } from './gateway/edge-routing.ts'
import { httpApis } from './gateway/http-api.ts'
import { AccessLedger } from './policies/access-ledger.ts'
import { openCloudStore } from './store/cloud-store.ts'
import { lockDataDir } from './store/data-dir-lock.ts'
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
 * @throws Error when a port or the data folder is taken; nothing stays behind
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const closings: Closing[] = []
  try {
    return await start(options, closings)
  } catch (error) {
    await closeAll(closings)
    throw error
  }
}

/** What was opened last is closed first: callers before what works, and that before what it needs. */
async function closeAll(closings: Closing[]): Promise<void> {
  for (const close of closings.splice(0).reverse()) await close()
}

async function start(options: LocalCloudOptions, closings: Closing[]): Promise<LocalCloud> {
  const { assemblyDir, dataDir, calm = false, seed = 1, warn = () => {} } = options
  const assembly = readCloudAssembly(assemblyDir)
  const resources = deployedResources(assembly, supportedKinds)
  const apis = httpApis(resources)
  const route = edgeRouting(resources, apis)
  mkdirSync(dataDir, { recursive: true })
  closings.push(lockDataDir(dataDir))
  const store = openCloudStore(join(dataDir, 'cloud.sqlite'))
  closings.push(() => store.close())
  const clock = createWoundClock(Number(store.setting('clockOffsetMs') ?? 0))
  const aws = await listenOn(options.ports?.aws ?? 0, 'AWS_ENDPOINT_PORT')
  closings.push(() => aws.close())
  const database = await startDynamoDbLocal({ dir: join(dataDir, 'dynamodb') })
  closings.push(() => database.stop())
  const runtimeOptions = {
    ...{ assembly, resources, store, clock, warn, apis, logDir: join(dataDir, 'logs') },
    ...{ weather: createWeather(seed, calm), ledger: new AccessLedger(), credentials: new Credentials() },
    ...{ awsUrl: aws.url, databaseUrl: database.endpoint },
  }
  const runtime = await startRuntime(runtimeOptions, closings)
  const gateway = await listenOn(options.ports?.gateway ?? 0, 'GATEWAY_PORT')
  closings.push(() => gateway.close())
  const mail = await listenOn(options.ports?.mail ?? 0, 'MAIL_PORT')
  closings.push(() => mail.close())
  const advance = (ms: number): void => {
    clock.advance(ms)
    store.setSetting('clockOffsetMs', `${offsetMsOf(clock)}`)
    runtime.scheduler.catchUp()
    runtime.queues.notifyAll()
  }
  await serveCloud({ options: runtimeOptions, runtime, route, ports: { gateway, aws, mail }, advance })
  return {
    ...{ gatewayUrl: gateway.url, awsUrl: aws.url, mailUrl: mail.url, now: clock.now, advance },
    idle: async (timeoutMs = 30_000) => {
      const busy = await untilQuiet(runtime.activities, timeoutMs)
      if (busy.length > 0) throw new Error(`still busy: ${busy.join(', ')}`)
    },
    stop: () => closeAll(closings),
  }
}
