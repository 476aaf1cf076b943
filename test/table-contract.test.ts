import { randomUUID } from 'node:crypto'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DynamoDbLocal, startDynamoDbLocal } from '../packages/local/src/dynamodb/dynamodb-local.ts'
import { dynamoTable } from '../packages/shared/src/data/dynamo-table.ts'
import { memoryTable } from '../packages/shared/src/data/memory-table.ts'
import type { Item, Query, Table, TransactOutcome, Write } from '../packages/shared/src/data/table.ts'
import { BadCursor } from '../packages/shared/src/data/table-failures.ts'
import { createTableInput } from '../packages/shared/src/data/table-shape.ts'
import { epochMs, secondMs } from '../packages/shared/src/kernel/instant.ts'
import { type TestClock, testClock } from '../packages/shared/src/testing/test-context.ts'
import { contents, drained, type Operation, operation } from './table-operations.ts'

// What a service's tests see in memory is what it gets from DynamoDB: the same operations, the same answers.

let server: DynamoDbLocal
let client: DynamoDBClient

beforeAll(async () => {
  server = await startDynamoDbLocal()
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  client = new DynamoDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials })
})
afterAll(async () => {
  client.destroy()
  await server.stop()
})

/** Both adapters, empty, on one clock. */
async function bothTables(clock: TestClock): Promise<{ readonly dynamo: Table; readonly memory: Table }> {
  const tableName = `contract-${randomUUID()}`
  await client.send(new CreateTableCommand(createTableInput(tableName)))
  return { dynamo: dynamoTable({ client, tableName, clock }), memory: memoryTable({ clock }) }
}

type Asked = Exclude<Operation, { kind: 'wait' | 'repeat' }>

async function asked(table: Table, one: Asked, token: string | undefined) {
  switch (one.kind) {
    case 'transact':
      return table.transact(one.writes, token)
    case 'get':
      return table.get(one.key)
    case 'getMany':
      return table.getMany(one.keys)
    case 'query':
      return drained(table, one.query)
  }
}

/** How often each kind of answer came, so that a run which tells nothing is seen. */
type Tally = Map<string, number>

function count(tally: Tally, one: Asked, answer: Awaited<ReturnType<typeof asked>>): void {
  const empty = answer === undefined || (Array.isArray(answer) && answer.flat().length === 0)
  const what = answer && 'done' in answer ? `done: ${answer.done}` : empty ? 'nothing' : 'something'
  tally.set(`${one.kind} ${what}`, (tally.get(`${one.kind} ${what}`) ?? 0) + 1)
}

/** Plays operations on both tables and compares each answer. */
function player(tables: { readonly dynamo: Table; readonly memory: Table }, clock: TestClock, tally: Tally) {
  let last: { readonly one: Asked; readonly token: string } | undefined
  const compare = async (one: Asked, token: string | undefined): Promise<void> => {
    const answer = await asked(tables.memory, one, token)
    expect(await asked(tables.dynamo, one, token)).toEqual(answer)
    count(tally, one, answer)
  }
  return async (one: Operation): Promise<void> => {
    if (one.kind === 'wait') return clock.advance(one.seconds * secondMs)
    if (one.kind === 'repeat') return last && compare(last.one, last.token)
    const token = one.kind === 'transact' && one.token ? randomUUID() : undefined
    if (token) last = { one, token }
    return compare(one, token)
  }
}

/** A hundred operations each: 3,000 by default, 20,000 with TABLE_CONTRACT_RUNS=200. */
const runs = Number(process.env.TABLE_CONTRACT_RUNS ?? 30)
const runTimeoutMs = 10 * secondMs

test(
  'random operations are answered alike by memory and DynamoDB, and leave the same',
  async () => {
    const startSeconds = epochMs(testClock().now()) / 1000
    const operations = fc.array(operation(startSeconds), { minLength: 100, maxLength: 100 })
    const tally: Tally = new Map()
    await fc.assert(
      fc.asyncProperty(operations, async (many) => {
        const clock = testClock()
        const tables = await bothTables(clock)
        const play = player(tables, clock, tally)
        for (const one of many) await play(one)
        expect(await contents(tables.dynamo)).toEqual(await contents(tables.memory))
      }),
      { numRuns: runs, endOnFailure: true },
    )
    const kinds = ['transact done: true', 'transact done: false', 'get something', 'get nothing', 'query something']
    for (const kind of kinds) expect(tally.get(kind), kind).toBeGreaterThan(25)
  },
  runs * runTimeoutMs,
)

const account = (name: string, balance: number): Item => ({
  ...{ pk: 'CH#ACCOUNTS', sk: name, entity: 'account', version: 1 },
  balance,
})
const accountKey = (name: string) => ({ pk: 'CH#ACCOUNTS', sk: name })

/** The same test on each adapter. */
function onBoth(rule: string, check: (table: Table, clock: TestClock) => Promise<void>): void {
  for (const adapter of ['memory', 'dynamo'] as const) {
    test(`${rule} (${adapter})`, async () => {
      const clock = testClock()
      const tables = await bothTables(clock)
      await check(tables[adapter], clock)
    })
  }
}

onBoth('fifty rivals for seven seats: seven get one', async (table) => {
  await table.transact([{ op: 'put', item: account('seats', 7), when: 'absent' }])
  const take = (rival: number): Promise<TransactOutcome> =>
    table.transact([
      { op: 'add', key: accountKey('seats'), add: { balance: -1 }, within: { balance: { min: 0 } } },
      { op: 'put', item: account(`rival-${rival}`, 1), when: 'absent' },
    ])
  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, rival) => take(rival)))
  expect(outcomes.filter(({ done }) => done)).toHaveLength(7)
  const { items } = await table.query({ pk: 'CH#ACCOUNTS' })
  expect(items).toHaveLength(8)
  expect(items.find(({ sk }) => sk === 'seats')).toMatchObject({ balance: 0, version: 8 })
})

onBoth('transfers at once never make or lose anything, nor overdraw', async (table) => {
  const names = ['a', 'b', 'c', 'd']
  await table.transact(names.map((name) => ({ op: 'put', item: account(name, 10), when: 'absent' })))
  const move = (from: string, to: string, amount: number) =>
    table.transact([
      { op: 'add', key: accountKey(from), add: { balance: -amount }, within: { balance: { min: 0 } } },
      { op: 'add', key: accountKey(to), add: { balance: amount }, within: { balance: { max: 25 } } },
    ])
  const outcomes = await Promise.all(
    Array.from({ length: 80 }, (_, at) => move(names[at % 4] ?? '', names[(at * 7 + 1) % 4] ?? '', (at % 9) + 1)),
  )
  expect(new Set(outcomes.map(({ done }) => done))).toEqual(new Set([true, false]))
  const balances = (await table.query({ pk: 'CH#ACCOUNTS' })).items.map(({ balance }) => Number(balance))
  expect(balances.reduce((sum, balance) => sum + balance, 0)).toBe(40)
  expect(balances.every((balance) => balance >= 0 && balance <= 25)).toBe(true)
})

onBoth('of two who change what they read at once, one is told so', async (table) => {
  await table.transact([{ op: 'put', item: account('a', 1), when: 'absent' }])
  const change = (balance: number): Promise<TransactOutcome> =>
    table.transact([{ op: 'put', item: { ...account('a', balance), version: 2 }, when: { version: 1 } }])
  const outcomes = await Promise.all([change(5), change(6)])
  expect(outcomes).toContainEqual({ done: true })
  expect(outcomes).toContainEqual({ done: false, failures: [{ index: 0, reason: 'condition' }] })
})

onBoth('every write that failed is named, and none of the others happened', async (table) => {
  await table.transact([{ op: 'put', item: account('a', 1), when: 'absent' }])
  const outcome = await table.transact([
    { op: 'put', item: account('b', 1), when: 'absent' },
    { op: 'put', item: account('a', 2), when: 'absent' },
    { op: 'check', key: accountKey('z'), when: 'present' },
  ])
  const reason = 'condition'
  expect(outcome).toEqual({ done: false, failures: [1, 2].map((index) => ({ index, reason })) })
  expect(await table.get(accountKey('b'))).toBeUndefined()
})

onBoth('a transaction repeated under its token happens once, whatever the clock says by then', async (table, clock) => {
  await table.transact([{ op: 'put', item: account('a', 1), when: 'absent' }])
  const add: Write = { op: 'add', key: accountKey('a'), add: { balance: 5 } }
  const token = randomUUID()
  expect(await table.transact([add], token)).toEqual({ done: true })
  clock.advance(90 * secondMs)
  expect(await table.transact([add], token)).toEqual({ done: true })
  expect(await table.get(accountKey('a'))).toMatchObject({ balance: 6 })
  await expect(table.transact([{ ...add, add: { balance: 6 } }], token)).rejects.toThrow()
})

onBoth('a put repeated under its token does not undo what others wrote since', async (table) => {
  const put: Write = { op: 'put', item: account('a', 1), when: 'always' }
  const token = randomUUID()
  await table.transact([put], token)
  await table.transact([{ op: 'add', key: accountKey('a'), add: { balance: 5 } }])
  expect(await table.transact([put], token)).toEqual({ done: true })
  expect(await table.get(accountKey('a'))).toMatchObject({ balance: 6 })
})

onBoth('a token whose transaction failed is free: what is repeated under it is decided anew', async (table, clock) => {
  const expiresAt = epochMs(clock.now()) / 1000 + 1
  await table.transact([{ op: 'put', item: { ...account('a', 1), expiresAt }, when: 'absent' }])
  const put: Write = { op: 'put', item: account('a', 2), when: 'absent' }
  const token = randomUUID()
  expect(await table.transact([put], token)).toMatchObject({ done: false })
  clock.advance(secondMs)
  expect(await table.transact([put], token)).toEqual({ done: true })
})

onBoth('an item counts as gone from the second of its expiry, for every condition and read', async (table, clock) => {
  const expiresAt = epochMs(clock.now()) / 1000 + 10
  const index = { lookupPk: 'CH#NAMES', lookupSk: 'a' }
  await table.transact([{ op: 'put', item: { ...account('a', 1), ...index, expiresAt }, when: 'absent' }])
  clock.advance(10 * secondMs - 1)
  expect(await table.get(accountKey('a'))).toBeDefined()
  clock.advance(1)
  const key = accountKey('a')
  expect(await table.get(key)).toBeUndefined()
  expect(await table.getMany([key])).toEqual([undefined])
  expect(await table.query({ pk: key.pk })).toEqual({ items: [] })
  expect(await table.query({ index: 'lookup', pk: 'CH#NAMES' })).toEqual({ items: [] })
  const failing: Write[] = [
    { op: 'delete', key, when: 'present' },
    { op: 'check', key, when: { version: 1 } },
    { op: 'add', key, add: { balance: 1 } },
    { op: 'put', item: { ...account('a', 2), version: 2 }, when: { version: 1 } },
  ]
  for (const write of failing) expect(await table.transact([write])).toMatchObject({ done: false })
  expect(await table.transact([{ op: 'put', item: account('a', 3), when: 'absent' }])).toEqual({ done: true })
})

onBoth('expired items leave no gaps in pages', async (table, clock) => {
  const expiresAt = epochMs(clock.now()) / 1000
  const items = Array.from({ length: 9 }, (_, at) => account(`a${at}`, at))
  const gone = items.map((item, at) => (at % 3 === 0 ? { ...item, expiresAt } : item))
  await table.transact(gone.map((item) => ({ op: 'put', item, when: 'absent' })))
  const pages = await drained(table, { pk: 'CH#ACCOUNTS', limit: 2 })
  expect(pages.map((page) => page.map(({ balance }) => balance))).toEqual([[1, 2], [4, 5], [7, 8], []])
})

onBoth('a cursor of another list, or one that was tampered with, is refused', async (table) => {
  await table.transact(['a', 'b', 'c'].map((name) => ({ op: 'put', item: account(name, 1), when: 'absent' })))
  const list: Query = { pk: 'CH#ACCOUNTS', sk: { beginsWith: 'a' }, limit: 1 }
  const { nextCursor = '' } = await table.query(list)
  expect(await table.query({ ...list, cursor: nextCursor })).toEqual({ items: [] })
  const [own] = JSON.parse(Buffer.from(nextCursor, 'base64url').toString())
  const forged = (parts: unknown): string => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const others: Query[] = [
    { ...list, pk: 'CH#OTHERS', cursor: nextCursor },
    { ...list, index: 'lookup', cursor: nextCursor },
    { ...list, descending: true, cursor: nextCursor },
    ...['', 'nonsense', forged({}), forged([own]), forged([own, 'b']), forged([own, ''])].map((cursor) => ({
      ...list,
      cursor,
    })),
  ]
  for (const other of others) await expect(table.query(other), other.cursor).rejects.toThrow(BadCursor)
})

onBoth('what DynamoDB would not take is refused before it is sent', async (table) => {
  const put = (item: Item): Write => ({ op: 'put', item, when: 'always' })
  const malformed: Write[][] = [
    [],
    [put(account('a', 1)), { op: 'check', key: accountKey('a'), when: 'present' }],
    Array.from({ length: 101 }, (_, at) => put(account(`a${at}`, 1))),
    [put(account('', 1))],
    [put(account('k'.repeat(1025), 1))],
    [put(account('a', Number.NaN))],
    [put(account('a', 2 ** 53))],
    [put({ ...account('a', 1), lookupPk: 'CH#NAMES' })],
    [put({ ...account('a', 1), note: '界'.repeat(140_000) })],
    Array.from({ length: 11 }, (_, at) => put({ ...account(`a${at}`, 1), note: 'x'.repeat(390_000) })),
    [{ op: 'put', item: { ...account('a', 1), version: 4 }, when: { version: 1 } }],
    [{ op: 'add', key: accountKey('a'), add: { version: 1 } }],
    [{ op: 'add', key: accountKey('a'), add: { balance: 0.5 } }],
  ]
  for (const writes of malformed) await expect(table.transact(writes)).rejects.toThrow(RangeError)
  await expect(table.query({ pk: 'CH#ACCOUNTS', limit: 0 })).rejects.toThrow(RangeError)
  await expect(table.query({ pk: 'CH#NAMES', index: 'lookup', consistent: true })).rejects.toThrow(RangeError)
  expect(await contents(table)).toEqual([[[]], [[]], [[]], [[]]])
})

onBoth('items near the limits are kept whole', async (table) => {
  const item = { ...account('a', 1), note: 'x'.repeat(400 * 1024 - 80) }
  expect(await table.transact([{ op: 'put', item, when: 'absent' }])).toEqual({ done: true })
  expect(await table.get(accountKey('a'))).toEqual(item)
  const many = Array.from(
    { length: 100 },
    (_, at): Write => ({ op: 'put', item: account(`b${at}`, at), when: 'absent' }),
  )
  expect(await table.transact(many)).toEqual({ done: true })
  expect(await table.getMany(many.map((_, at) => accountKey(`b${99 - at}`)))).toHaveLength(100)
})

onBoth('what was given or answered can be changed by nobody afterwards', async (table) => {
  const tags = ['new']
  await table.transact([{ op: 'put', item: { ...account('a', 1), tags }, when: 'absent' }])
  tags.push('given')
  const read = await table.get(accountKey('a'))
  if (Array.isArray(read?.tags)) read.tags.push('answered')
  expect(await table.get(accountKey('a'))).toMatchObject({ tags: ['new'] })
})
