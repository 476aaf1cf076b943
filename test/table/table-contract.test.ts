import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Item, Query, Table, TransactOutcome, Write } from '../../packages/shared/src/data/table.ts'
import { BadCursor } from '../../packages/shared/src/data/table-failures.ts'
import { epochMs, secondMs } from '../../packages/shared/src/kernel/instant.ts'
import { type TestClock, testClock } from '../../packages/shared/src/testing/test-context.ts'
import { startTableMaker, type TableMaker } from './both-tables.ts'
import { contents, drained } from './table-operations.ts'

// What a service's tests see in memory is what it gets from DynamoDB: the same operations, the same answers.

let tables: TableMaker

beforeAll(async () => {
  tables = await startTableMaker()
})
afterAll(() => tables.stop())

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
      const both = await tables.make(clock)
      await check(both[adapter], clock)
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
