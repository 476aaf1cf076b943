import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aws_kinesis as kinesis } from 'aws-cdk-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LocalCloud, startLocalCloud } from './local-cloud.ts'
import { sampleClient } from './sample-cloud/sample-client.ts'
import { synthSample } from './sample-cloud/synth-sample.ts'

const dir = mkdtempSync(join(tmpdir(), 'tutelage-restart-'))
let assemblyDir: string

beforeAll(() => {
  assemblyDir = synthSample(dir)
})
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

async function using<T>(
  options: { data: string; assembly?: string; calm?: boolean },
  work: (cloud: LocalCloud) => Promise<T>,
): Promise<T> {
  const { data, assembly = assemblyDir, calm = true } = options
  const cloud = await startLocalCloud({ assemblyDir: assembly, dataDir: join(dir, data), calm })
  try {
    return await work(cloud)
  } finally {
    await cloud.stop()
  }
}

test('tables, queues, mails, keys and the clock are there again after a stop', async () => {
  const before = await using({ data: 'again' }, async (cloud) => {
    const client = sampleClient(cloud)
    cloud.advance(86_400_000)
    const token = await client.token('consultant', 3_600)
    await client.call('POST', '/orders/items', { body: { id: 'kept' }, token })
    await client.call('POST', '/orders/public/mail', { body: { to: 'parent@example.org' } })
    await cloud.idle()
    return { token, now: cloud.now() }
  })
  await using({ data: 'again' }, async (cloud) => {
    const { token, now } = before
    expect(cloud.now()).toBeGreaterThanOrEqual(now)
    const { body } = await sampleClient(cloud).call('GET', '/orders/items/kept', { token })
    expect(body).toMatchObject({ handled: 1 })
    expect(await (await fetch(`${cloud.mailUrl}/store`)).json()).toMatchObject({ emails: [{ subject: '欢迎' }] })
  })
})

/** A cloud in a process of its own, in bad weather, that can be killed. */
async function startProcess(data: string): Promise<{ child: ChildProcess; gatewayUrl: string }> {
  const script = `import { startLocalCloud } from '${import.meta.dirname}/local-cloud.ts'
    const cloud = await startLocalCloud({ assemblyDir: '${assemblyDir}', dataDir: '${join(dir, data)}', seed: 3 })
    process.stdout.write(cloud.gatewayUrl)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const gatewayUrl = await new Promise<string>((told) => child.stdout.once('data', (text) => told(String(text))))
  return { child, gatewayUrl }
}

/** Places orders, eight at a time, until the cloud is gone; tells which were acknowledged. */
async function placeOrdersUntilKilled(
  gatewayUrl: string,
  token: string,
  killAfter: number,
  kill: () => void,
): Promise<string[]> {
  const acknowledged: string[] = []
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const placeOne = async (id: string): Promise<boolean> => {
    try {
      const response = await fetch(`${gatewayUrl}/orders/items`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ id }),
      })
      if (response.status === 201) acknowledged.push(id)
      if (acknowledged.length >= killAfter) kill()
      return response.status === 201
    } catch {
      return false
    }
  }
  const line = async (name: number): Promise<void> => {
    for (let at = 0; await placeOne(`o-${name}-${at}`); at += 1);
  }
  await Promise.all(Array.from({ length: 8 }, (_, name) => line(name)))
  return acknowledged
}

test('nothing acknowledged is lost when everything is killed under load', async () => {
  const { child, gatewayUrl } = await startProcess('killed')
  const response = await fetch(`${gatewayUrl}/_local/token`, { method: 'POST', body: '{"user":"consultant"}' })
  const [, token = ''] = /"token":"([^"]+)"/.exec(await response.text()) ?? []
  const acknowledged = await placeOrdersUntilKilled(gatewayUrl, token, 60, () => child.kill('SIGKILL'))
  expect(acknowledged.length).toBeGreaterThanOrEqual(60)
  await using({ data: 'killed', calm: false }, async (cloud) => {
    await cloud.idle(60_000)
    const client = sampleClient(cloud)
    const handled = await Promise.all(
      acknowledged.map(async (id) => (await client.call('GET', `/orders/items/${id}`, { token })).body),
    )
    expect(handled).toEqual(acknowledged.map((id) => ({ id, handled: 1 })))
    expect((await client.depth('Orders-Dlq')).visible).toBe(0)
  })
})

describe('permissions', () => {
  test('a permission taken out of a role fails the work with AccessDenied, and the batch ends in the dead-letter queue', async () => {
    const assembly = synthSample(join(dir, 'denied'), { withoutPutEvents: true })
    await using({ data: 'denied-data', assembly }, async (cloud) => {
      const client = sampleClient(cloud)
      await client.call('POST', '/orders/items', { body: { id: 'stuck' }, token: await client.token() })
      await cloud.idle(60_000)
      expect((await client.depth('RelayDlq')).visible).toBe(1)
      const { body } = await client.call('GET', '/_local/permissions')
      const who = expect.stringContaining('relay')
      const denied = {
        who,
        action: 'events:PutEvents',
        resource: expect.stringContaining('event-bus/orders'),
        allowed: 0,
      }
      expect(body).toMatchObject({ accesses: expect.arrayContaining([expect.objectContaining(denied)]) })
    })
  })

  test('a mapping whose function may not read its source stops the start', async () => {
    const assembly = synthSample(join(dir, 'blind'), { withoutStreamRead: true })
    await expect(using({ data: 'blind-data', assembly }, async () => {})).rejects.toThrow(
      /RelaySource.*not authorized to perform: dynamodb:/,
    )
  })
})

describe('what stops the start', () => {
  test('a resource that is not supported, by its name, type and stack', async () => {
    const extra = {
      extra: (stack: ConstructorParameters<typeof kinesis.Stream>[0]) => void new kinesis.Stream(stack, 'Clicks'),
    }
    const assembly = synthSample(join(dir, 'kinesis'), extra)
    await expect(using({ data: 'kinesis-data', assembly }, async () => {})).rejects.toThrow(
      /Clicks\w+ \(AWS::Kinesis::Stream\) in stack Orders/,
    )
  })

  test('a port that is taken, by the variable that names another', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((ready) => other.once('listening', ready))
    const address = other.address()
    const gateway = typeof address === 'object' && address ? address.port : 0
    await expect(startLocalCloud({ assemblyDir, dataDir: join(dir, 'port'), ports: { gateway } })).rejects.toThrow(
      'GATEWAY_PORT',
    )
    other.close()
  })

  test('no assembly', async () => {
    await expect(using({ data: 'none', assembly: join(dir, 'nowhere') }, async () => {})).rejects.toThrow(
      'run the synthesis first',
    )
  })
})
