import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { dynamoTable } from '@tutelage/shared/data/dynamo-table.ts'
import type { Item, Table } from '@tutelage/shared/data/table.ts'
import { createTableInput } from '@tutelage/shared/data/table-shape.ts'
import { testClock } from '@tutelage/shared/testing/test-context.ts'
import { afterAll, expect, test } from 'vitest'
import { startDynamoDbLocal } from '../../packages/local/src/dynamodb/dynamodb-local.ts'
import { inCopy, multiply } from './ballast.ts'

const dir = mkdtempSync(join(tmpdir(), 'tutelage-ballast-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const ulid = '01K0000000000000000000000A'
const lead: Item = {
  ...{ pk: `CA#cam_demo-east#LEAD#led_${ulid}`, sk: 'LEAD', entity: 'lead', version: 1, courseId: `crs_${ulid}` },
  ...{ lookupPk: 'CA#cam_demo-east#LEADS#POOL', lookupSk: `2026-03-02T00:00:00.000Z#led_${ulid}` },
  ...{ duePk: 'CH#DUE#call#0', dueSk: `2026-03-02T00:00:00.000Z#led_${ulid}` },
}
const course: Item = { pk: 'CA#cam_demo-east#COURSES', sk: `crs_${ulid}`, entity: 'course', version: 1 }
const outbox: Item = { pk: `CH#OUTBOX#evt_${ulid}`, sk: 'OUTBOX', entity: 'outbox', version: 1 }

async function onServer<Answer>(work: (table: Table, client: DynamoDBClient) => Promise<Answer>): Promise<Answer> {
  const server = await startDynamoDbLocal({ dir })
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials })
  try {
    return await work(dynamoTable({ client, tableName: 'ballast', clock: testClock() }), client)
  } finally {
    client.destroy()
    await server.stop()
  }
}

test('copies have ids of their own; what is of the campus is shared, what passes is left out', async () => {
  await onServer(async (table, client) => {
    await client.send(new CreateTableCommand(createTableInput('ballast')))
    await table.transact([lead, course, outbox].map((item) => ({ op: 'put', item, when: 'absent' })))
  })
  expect(multiply(join(dir, 'shared-local-instance.db'), 'ballast', 40)).toBe(43)
  await onServer(async (table) => {
    const found = await table.get({ pk: inCopy(lead.pk, 7), sk: 'LEAD' })
    expect(found).toEqual({
      ...{ ...lead, pk: inCopy(lead.pk, 7), lookupSk: inCopy(lead.lookupSk ?? '', 7) },
      dueSk: inCopy(lead.dueSk ?? '', 7).replace('2026', '2036'),
    })
    const seen: string[] = []
    for (let cursor: string | undefined, page = 0; page < 5; page += 1) {
      const query = { index: 'lookup' as const, pk: lead.lookupPk ?? '', limit: 10, ...(cursor && { cursor }) }
      const { items, nextCursor } = await table.query(query)
      seen.push(...items.map(({ pk }) => pk))
      cursor = nextCursor
    }
    expect(new Set(seen).size).toBe(41)
    expect(seen).toHaveLength(41)
    const due = { index: 'due' as const, pk: 'CH#DUE#call#0', sk: { from: '0', to: '2030' } }
    expect((await table.query(due)).items.map(({ pk }) => pk)).toEqual([lead.pk])
    expect((await table.query({ pk: course.pk })).items).toEqual([course])
  })
})

test('a copy names the same thing alike wherever it is named, and no two copies the same', () => {
  const [one, other] = [inCopy(lead.pk, 1), inCopy(lead.pk, 33)]
  expect(new Set([lead.pk, one, other]).size).toBe(3)
  expect(inCopy(lead.lookupSk ?? '', 33)).toContain(other.split('#').at(-1))
  expect(inCopy(course.sk, 5)).toBe(course.sk)
  expect(inCopy(`CONTACT#${'ab'.repeat(32)}`, 255)).toBe(`CONTACT#000000ff${'ab'.repeat(28)}`)
})
