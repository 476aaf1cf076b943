import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalCloud, startLocalCloud } from './local-cloud.ts'
import { synthSample } from './sample-cloud/synth-sample.ts'

const dir = mkdtempSync(join(tmpdir(), 'tutelage-cloud-'))
let cloud: LocalCloud
const warnings: string[] = []

beforeAll(async () => {
  cloud = await startLocalCloud({
    ...{ assemblyDir: synthSample(dir), dataDir: join(dir, 'data'), calm: true },
    warn: (text) => warnings.push(text),
  })
})
afterAll(async () => {
  await cloud.stop()
  rmSync(dir, { recursive: true, force: true })
})

async function token(user = 'consultant', expiresInSeconds = 3600): Promise<string> {
  const response = await fetch(`${cloud.gatewayUrl}/_local/token`, {
    method: 'POST',
    body: JSON.stringify({ user, expiresInSeconds }),
  })
  return (await response.json()).token
}

async function call(method: string, path: string, body?: unknown, bearer?: string) {
  const response = await fetch(cloud.gatewayUrl + path, {
    method,
    headers: { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json(), headers: response.headers }
}

test('an order goes from the API through table, stream, relay, bus and queue to its consumer', async () => {
  const bearer = await token()
  expect(await call('POST', '/orders/items', { id: 'first' }, bearer)).toMatchObject({ status: 201 })
  await cloud.idle()
  expect(await call('GET', '/orders/items/first', undefined, bearer)).toMatchObject({
    status: 200,
    body: { handled: 1 },
  })
  expect(warnings).toEqual([])
})
