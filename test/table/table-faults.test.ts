import { randomUUID } from 'node:crypto'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DynamoDbLocal, startDynamoDbLocal } from '../../packages/local/src/dynamodb/dynamodb-local.ts'
import type { CampusContext } from '../../packages/shared/src/data/context.ts'
import { dynamoTable } from '../../packages/shared/src/data/dynamo-table.ts'
import { campusKey } from '../../packages/shared/src/data/keys.ts'
import { type Outcome, runUseCase } from '../../packages/shared/src/data/run-use-case.ts'
import type { Item, Table, Write } from '../../packages/shared/src/data/table.ts'
import { TableUnavailable } from '../../packages/shared/src/data/table-failures.ts'
import { createTableInput } from '../../packages/shared/src/data/table-shape.ts'
import { accept } from '../../packages/shared/src/kernel/decision.ts'
import { makeIdSource } from '../../packages/shared/src/kernel/ids.ts'
import {
  type FaultPlan,
  randomFaults,
  scriptedFaults,
  seededRandom,
} from '../../packages/shared/src/testing/fault-plan.ts'
import { injectFaults } from '../../packages/shared/src/testing/faulty-client.ts'
import { faultyTable } from '../../packages/shared/src/testing/faulty-table.ts'
import { testBench, testClock } from '../../packages/shared/src/testing/test-context.ts'

// What DynamoDB does on bad days and DynamoDB Local never: injected into the SDK, and alike into memory.

let server: DynamoDbLocal
const clients: DynamoDBClient[] = []

beforeAll(async () => {
  server = await startDynamoDbLocal()
})
afterAll(async () => {
  for (const client of clients) client.destroy()
  await server.stop()
})

/** An empty table whose client meets the faults, once the table is made. */
async function weathered(plan: FaultPlan, maxAttempts = 3): Promise<Table> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials, maxAttempts })
  clients.push(client)
  const tableName = `faults-${randomUUID()}`
  await client.send(new CreateTableCommand(createTableInput(tableName)))
  injectFaults(client, plan)
  return dynamoTable({ client, tableName, clock: testClock() })
}

const key = { pk: 'CH#ACCOUNTS', sk: 'a' }
const account: Item = { ...key, entity: 'account', version: 1, balance: 1 }
const putNew: Write = { op: 'put', item: account, when: 'absent' }
const addOne: Write = { op: 'add', key, add: { balance: 1 } }

test('a rival transaction is a conflict at the write that met it', async () => {
  const table = await weathered(scriptedFaults(['conflict']))
  const check: Write = { op: 'check', key: { ...key, sk: 'b' }, when: 'absent' }
  expect(await table.transact([check, putNew])).toEqual({ done: false, failures: [{ index: 1, reason: 'conflict' }] })
  expect(await table.get(key)).toBeUndefined()
  expect(await table.transact([check, putNew])).toEqual({ done: true })
})

test('throttling and a request still in progress are waited out by the SDK', async () => {
  const table = await weathered(scriptedFaults(['throttle', 'inProgress']))
  expect(await table.transact([putNew])).toEqual({ done: true })
})

test('throttling beyond the repetitions is an outage, for reads as for writes', async () => {
  const table = await weathered(scriptedFaults(['throttle', 'throttle', 'throttle', 'throttle', 'throttle']), 1)
  await expect(table.get(key)).rejects.toThrow(TableUnavailable)
  await expect(table.getMany([key])).rejects.toThrow(TableUnavailable)
  await expect(table.query({ pk: key.pk })).rejects.toThrow(TableUnavailable)
  await expect(table.query({ index: 'lookup', pk: key.pk })).rejects.toThrow(TableUnavailable)
  await expect(table.transact([putNew])).rejects.toThrow(TableUnavailable)
})

test('a transaction that is still in progress is not known to have failed', async () => {
  const table = await weathered(scriptedFaults(['inProgress']), 1)
  await expect(table.transact([putNew])).rejects.toThrow(TableUnavailable)
})

test('a write whose answer is lost happens once, although the SDK sends it again', async () => {
  const table = await weathered(scriptedFaults(['none', 'lostAnswer', 'lostAnswer']))
  await table.transact([putNew])
  expect(await table.transact([addOne])).toEqual({ done: true })
  expect(await table.get(key)).toMatchObject({ balance: 2 })
})

test('a write whose answer stays lost can be asked about under its token', async () => {
  const table = await weathered(scriptedFaults(['none', 'lostAnswer']), 1)
  await table.transact([putNew])
  const token = randomUUID()
  await expect(table.transact([addOne], token)).rejects.toThrow(TableUnavailable)
  expect(await table.transact([addOne], token)).toEqual({ done: true })
  expect(await table.get(key)).toMatchObject({ balance: 2 })
})

test('one unconditional put needs no token to be repeated', async () => {
  const table = await weathered(scriptedFaults(['lostAnswer']))
  expect(await table.transact([{ op: 'put', item: account, when: 'always' }])).toEqual({ done: true })
  expect(await table.get(key)).toEqual(account)
})

test('a stale index answers what it answered before, the table itself what is', async () => {
  const table = await weathered(scriptedFaults(['none', 'staleIndex']))
  const named = { ...account, lookupPk: 'CH#NAMES', lookupSk: 'a' }
  await table.transact([{ op: 'put', item: named, when: 'absent' }])
  const names = { index: 'lookup' as const, pk: 'CH#NAMES' }
  expect(await table.query(names)).toEqual({ items: [] })
  expect(await table.query(names)).toEqual({ items: [named] })
})

/** One stamp more on the card of the campus. */
async function stampCard(context: CampusContext) {
  const cardKey = campusKey(context.campus, 'CARD', 'CARD')
  const card = await context.table.get(cardKey)
  const version = (card?.version ?? 0) + 1
  const item = { ...cardKey, entity: 'card', version, stamps: Number(card?.stamps ?? 0) + 1 }
  const when = card ? { version: card.version } : ('absent' as const)
  return accept(await context.commit({ writes: [{ op: 'put', item, when }], answer: item.stamps }))
}

/** Delivers events, each twice and again until it is answered, all at once. */
async function deliverAll(table: Table, events: number): Promise<readonly Outcome[]> {
  const at = testBench({ service: 'loyalty' })
  const { campus, scope } = at.context()
  // DynamoDB knows a token across tables for ten minutes, so here they are not those of an earlier seed.
  const ids = makeIdSource(at.clock, (bytes) => crypto.getRandomValues(bytes))
  const call = { service: 'loyalty' as const, operation: 'stamp-card', campus, scope, correlationId: 'c' }
  const deliver = async (eventId: string): Promise<Outcome> => {
    const guard = { kind: 'inbox' as const, subscription: 'stamp-card', eventId }
    for (let delivery = 1; delivery <= 200; delivery += 1) {
      const outcome = await runUseCase({ ...at.ports, ids, table }, { ...call, guard }, stampCard).catch((error) => {
        if (!(error instanceof TableUnavailable)) throw error
        return undefined
      })
      if (outcome && outcome.kind !== 'conflict') return outcome
    }
    throw new Error('never answered')
  }
  const eventIds = Array.from({ length: events }, (_, at) => `event-${at}`)
  return Promise.all([...eventIds, ...eventIds].map(deliver))
}

const bad = { conflict: 0.2, throttle: 0.1, inProgress: 0.05, lostAnswer: 0.2 }

test.each([
  { adapter: 'memory', seeds: 100, events: 10 },
  { adapter: 'DynamoDB', seeds: 2, events: 8 },
])('in bad weather each event takes effect once ($adapter)', async ({ adapter, seeds, events }) => {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const plan = randomFaults(seededRandom(seed), bad)
    const calm = testBench({ service: 'loyalty' })
    const table = adapter === 'memory' ? faultyTable(calm.table, plan) : await weathered(plan, 1)
    const outcomes = await deliverAll(table, events)
    expect(new Set(outcomes.map(({ kind }) => kind)), `seed ${seed}`).toContain('duplicate')
    const cardKey = campusKey(calm.context().campus, 'CARD', 'CARD')
    let card: Item | undefined
    while (!card) card = await table.get(cardKey).catch(() => undefined)
    expect(card, `seed ${seed}`).toMatchObject({ stamps: events, version: events })
  }
})
