import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { seedDemo } from './demo-data.ts'
import { demoUsers } from './identity/demo-users.ts'
import { type LocalCloud, startLocalCloud } from './local-cloud.ts'
import { synthesizeWhenChanged } from './synthesize.ts'

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback)
const environment = z.object({
  LOCAL_DIR: z.string().default('.local'),
  GATEWAY_PORT: port(4510),
  AWS_ENDPOINT_PORT: port(4566),
  MAIL_PORT: port(4580),
  WEATHER_SEED: z.coerce.number().int().default(1),
})

const root = resolve(import.meta.dirname, '../../..')
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const startedAt = Date.now()
const step = (text: string): void => say(`[${((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)} s] ${text}`)

async function main(): Promise<void> {
  const settings = environment.parse(process.env)
  const dataDir = resolve(root, settings.LOCAL_DIR)
  if (process.argv.includes('--fresh')) {
    step(`beginning anew: removing the data in ${dataDir}`)
    for (const part of [
      'cloud.sqlite',
      'cloud.sqlite-wal',
      'cloud.sqlite-shm',
      'dynamodb',
      'logs',
      'seeded',
      'story',
    ]) {
      rmSync(join(dataDir, part), { recursive: true, force: true })
    }
  }
  const assemblyDir = await synthesizeWhenChanged({ root, dataDir, gatewayPort: settings.GATEWAY_PORT, tell: step })
  step('starting DynamoDB Local, functions, queues and schedules')
  const cloud = await startLocalCloud({
    ...{ assemblyDir, dataDir, seed: settings.WEATHER_SEED, calm: process.argv.includes('--calm') },
    ports: { gateway: settings.GATEWAY_PORT, aws: settings.AWS_ENDPOINT_PORT, mail: settings.MAIL_PORT },
    warn: (text) => step(`! ${text}`),
  })
  stopOnSignal(cloud)
  await seedDemo({ cloud, dataDir, tell: step })
  printAddresses(cloud, dataDir)
}

function printAddresses({ gatewayUrl, awsUrl, mailUrl }: LocalCloud, dataDir: string): void {
  step('ready')
  say(`
  gateway        ${gatewayUrl}      every API, /<service>/…
  AWS endpoint   ${awsUrl}      AWS_ENDPOINT_URL=${awsUrl} aws events list-event-buses
  mail inbox     ${mailUrl}
  data and logs  ${dataDir}

  demo users     ${demoUsers.map(({ name }) => name).join(', ')}
  a token        curl -s ${gatewayUrl}/_local/token -d '{"user":"consultant"}'
  the clock      curl -s ${gatewayUrl}/_local/clock -d '{"advanceMs":86400000}'

  Ctrl-C stops everything; the next start finds the data again; npm start -- --fresh begins anew; -- --calm for good weather
`)
}

function stopOnSignal(cloud: LocalCloud): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, async () => {
      if (stopping) process.exit(1)
      stopping = true
      say('')
      step('stopping')
      await cloud.stop()
      process.exit(0)
    })
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
})
