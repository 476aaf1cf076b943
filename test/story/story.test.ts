import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedDemo } from '@tutelage/local/demo-data.ts'
import { startLocalCloud } from '@tutelage/local/local-cloud.ts'
import { afterAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { lineOf, unusedPermissions } from '../privileges/unused.ts'
import { tellStory } from './story.ts'
import { World } from './world.ts'

const dir = mkdtempSync(join(tmpdir(), 'tutelage-story-'))
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  await new Promise((closed) => server.close(closed))
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}

const ports = { GATEWAY_PORT: await freePort(), AWS_ENDPOINT_PORT: await freePort(), MAIL_PORT: await freePort() }
const at = (port: number) => `http://127.0.0.1:${port}`
const addresses = { gateway: at(ports.GATEWAY_PORT), aws: at(ports.AWS_ENDPOINT_PORT), mail: at(ports.MAIL_PORT) }
const chronicle = join(dir, 'story', 'chronicle.json')

/** What `npm start` runs, in bad weather, as a process that can be killed. */
async function start(): Promise<ChildProcess> {
  const texts = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]))
  const env = { ...process.env, ...texts, LOCAL_DIR: dir }
  const child = spawn(process.execPath, ['packages/local/src/start.mjs'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let printed = ''
  await new Promise<void>((ready, failed) => {
    const read = (chunk: Buffer): void => {
      printed += chunk
      if (printed.includes('] ready')) ready()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => failed(new Error(`the local cloud ended with ${code}:\n${printed}`)))
  })
  return child
}

/** Ends it as a power cut would: the process and its database at once. */
async function killEverything(child: ChildProcess): Promise<void> {
  const database = Number(readFileSync(join(dir, 'dynamodb', 'dynamodb-local.pid'), 'utf8'))
  const ended = new Promise((exit) => child.once('exit', exit))
  child.kill('SIGKILL')
  process.kill(database, 'SIGKILL')
  await ended
}

const accesses = z.object({
  accesses: z.array(z.object({ who: z.string(), action: z.string(), denied: z.int(), allowed: z.int() })),
})

describe('the main job, end to end, on the local cloud', () => {
  test('the story comes true; killed in its middle and started again, nothing is lost, doubled or denied', async () => {
    const first = await start()
    const steps = await tellStory(addresses, chronicle)
    expect(steps).toBeGreaterThan(30)

    const interrupted = tellStory(addresses, chronicle).catch((error: Error) => error)
    const told = async () => JSON.parse(readFileSync(chronicle, 'utf8')).length
    await expect.poll(told, { timeout: 120_000 }).toBeGreaterThan(4)
    const before = (await new World(addresses).ask('GET', '/_local/permissions')).body
    await killEverything(first)
    expect(await interrupted).toBeInstanceOf(Error)

    const second = await start()
    expect(await tellStory(addresses, chronicle)).toBe(steps)
    const { body } = await new World(addresses).ask('GET', '/_local/permissions')
    expect(accesses.parse(body).accesses.filter(({ denied }) => denied > 0)).toEqual([])
    expect(unusedPermissions(before, body).unexplained.map(lineOf), 'permissions that nobody needs').toEqual([])
    second.kill('SIGINT')
    await new Promise((exit) => second.once('exit', exit))
  }, 600_000)
})

/** The assembly of the story, with one permission taken out of every role of leads that has it. */
function assemblyWithout(action: string): string {
  const assembly = join(dir, 'without')
  cpSync(join(dir, 'cdk.out'), assembly, { recursive: true })
  const template = join(assembly, 'tutelage-local-leads.template.json')
  const text = readFileSync(template, 'utf8')
  const without = text.replaceAll(`"${action}"`, '"sns:Nothing"')
  expect(without).not.toBe(text)
  writeFileSync(template, without)
  return assembly
}

describe('least privilege', () => {
  test('a permission that is taken out of a role is missed by the story: AccessDenied', async () => {
    const dataDir = join(dir, 'denied')
    const cloud = await startLocalCloud({ assemblyDir: assemblyWithout('events:PutEvents'), dataDir, calm: true })
    try {
      await seedDemo({ cloud, dataDir, tell: () => {} }).catch(() => undefined)
      const world = new World({ gateway: cloud.gatewayUrl, aws: cloud.awsUrl, mail: cloud.mailUrl })
      const denied = async () => {
        const { body } = await world.ask('GET', '/_local/permissions')
        return accesses.parse(body).accesses.filter((access) => access.denied > 0)
      }
      await expect.poll(denied, { timeout: 30_000 }).not.toEqual([])
      expect(new Set((await denied()).map(({ action }) => action))).toEqual(new Set(['events:PutEvents']))
      const logs = readdirSync(join(dataDir, 'logs')).map((file) => readFileSync(join(dataDir, 'logs', file), 'utf8'))
      expect(logs.join()).toContain('AccessDenied')
    } finally {
      await cloud.stop()
    }
  }, 120_000)
})
