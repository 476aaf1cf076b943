import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { dynamoTable } from '@tutelage/shared/data/dynamo-table.ts'
import type { Query, Write } from '@tutelage/shared/data/table.ts'
import { createTableInput } from '@tutelage/shared/data/table-shape.ts'
import { epochMs } from '@tutelage/shared/kernel/instant.ts'
import { testClock } from '@tutelage/shared/testing/test-context.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DynamoDbLocal, startDynamoDbLocal } from '../../packages/local/src/dynamodb/dynamodb-local.ts'
import { operation } from '../table/table-operations.ts'
import { readUnits, writeUnits } from './capacity.ts'
import { type Consumed, listenToCapacity } from './consumed-capacity.ts'
import { type Access, meteredTable } from './metered-table.ts'

// What the meter says a request costs is what DynamoDB Local answers that it took.

let server: DynamoDbLocal
let client: DynamoDBClient
let peeking: DynamoDBClient

beforeAll(async () => {
  server = await startDynamoDbLocal()
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  client = new DynamoDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials })
  peeking = new DynamoDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials })
})
afterAll(async () => {
  client.destroy()
  peeking.destroy()
  await server.stop()
})

const clock = testClock()
let tables = 0

async function meteredDynamo() {
  tables += 1
  const tableName = `metered-${tables}`
  await peeking.send(new CreateTableCommand(createTableInput(tableName)))
  const peek = dynamoTable({ client: peeking, tableName, clock })
  const meter = meteredTable(dynamoTable({ client, tableName, clock }), peek)
  return { meter, capacity: listenToCapacity(client) }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** What the meter says; within a transaction DynamoDB Local doubles the indexes, which DynamoDB does not. */
function unitsOf(accesses: readonly Access[]) {
  const writes = accesses.flatMap((access) => (access.kind === 'write' ? access : []))
  const doubled = writes[0]?.inTransaction ? 2 : 1
  return {
    reads: sum(accesses.flatMap((access) => (access.kind === 'write' ? [] : access.units))),
    table: sum(writes.map(({ units }) => units.table)),
    lookup: sum(writes.map(({ units }) => units.lookup)) * doubled,
    due: sum(writes.map(({ units }) => units.due)) * doubled,
  }
}

/** Of keys in a batch and pages that find nothing DynamoDB Local takes nothing, DynamoDB the least that a read takes. */
const isTold = (access: Access): boolean => access.kind === 'write' || !access.isEmpty

/** What the server says: a read is of the table or of an index. */
function answeredUnits({ units }: Consumed, wrote: boolean) {
  const { table, lookup, due } = units
  return wrote ? { reads: 0, ...units } : { reads: table + lookup + due, table: 0, lookup: 0, due: 0 }
}

const texts = fc.constantFrom(0, 400, 900, 1_000, 1_020, 1_500, 3_900, 4_090, 9_000)
const numbers = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }))

/** Pads the items of a write, so that they lie on both sides of each unit's bound; none expires, which readers never see. */
function padded(write: Write, bytes: number, number: number): Write {
  if (write.op !== 'put') return write
  const { expiresAt, ...item } = write.item
  return { ...write, item: { ...item, pad: 'x'.repeat(bytes), list: [{ number }, null] } }
}

test('the meter agrees with what DynamoDB Local answers, request by request', { timeout: 60_000 }, async () => {
  const { meter, capacity } = await meteredDynamo()
  const startSeconds = epochMs(clock.now()) / 1000
  const some = fc.tuple(operation(startSeconds), fc.array(texts, { minLength: 6, maxLength: 6 }), numbers)
  const seen = { writes: 0, reads: 0, indexed: 0 }
  for (const [one, pads, number] of fc.sample(some, { numRuns: 1_500, seed: 7 })) {
    const answered = await capacity.during(async () => {
      if (one.kind === 'get') await meter.get(one.key)
      if (one.kind === 'getMany') await meter.getMany(one.keys)
      if (one.kind === 'query') await meter.query({ ...one.query, limit: 1000 } satisfies Query)
      if (one.kind !== 'transact') return
      const known = Math.abs(number) < 1e-100 ? 1 : number
      const writes = one.writes.filter(({ op }) => op === 'put')
      if (writes.length > 0) await meter.transact(writes.map((write, at) => padded(write, pads[at % 6] ?? 0, known)))
    })
    const accesses = meter.taken()
    // A failed transaction answers no units; a query of an empty range asks nothing.
    if (answered.failed || answered.requests === 0) continue
    const wrote = accesses.some(({ kind }) => kind === 'write')
    const units = unitsOf(one.kind === 'get' ? accesses : accesses.filter(isTold))
    expect({ ...answeredUnits(answered, wrote), asked: one }).toEqual({ ...units, asked: one })
    seen[wrote ? 'writes' : 'reads'] += 1
    if (units.lookup + units.due > 0) seen.indexed += 1
  }
  expect(Math.min(seen.writes, seen.reads, seen.indexed)).toBeGreaterThan(100)
})

test('a read takes a unit for 4 KB, half of one when it may be stale; a write one for 1 KB', () => {
  expect([0, 1, 4096, 4097].map((bytes) => readUnits(bytes, true))).toEqual([1, 1, 1, 2])
  expect([0, 4096, 4097].map((bytes) => readUnits(bytes, false))).toEqual([0.5, 0.5, 1])
  expect([0, 1024, 1025, 3000].map(writeUnits)).toEqual([1, 1, 2, 3])
})
