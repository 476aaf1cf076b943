import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { dynamoTable } from '@tutelage/shared/data/dynamo-table.ts'
import { createTableInput } from '@tutelage/shared/data/table-shape.ts'
import { testClock } from '@tutelage/shared/testing/test-context.ts'
import { startDynamoDbLocal } from '../../packages/local/src/dynamodb/dynamodb-local.ts'
import { World } from '../story/world.ts'
import { attendedToStamp, capturedToMail } from './event-flows.ts'
import { median, percentile, rounded } from './figures.ts'
import { startCloudProcess } from './running-cloud.ts'

const summary = (what: string, took: readonly number[]) => ({
  what,
  median: `${rounded(median(took))} ms`,
  p95: `${rounded(percentile(took, 95))} ms`,
  of: took.length,
})

/** Transactions of five new items of 500 bytes, one after the other, in a DynamoDB Local that keeps its data in a folder. */
async function transactions(dir: string, count: number): Promise<readonly number[]> {
  const server = await startDynamoDbLocal({ dir })
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }
  const client = new DynamoDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials })
  await client.send(new CreateTableCommand(createTableInput('bench')))
  const table = dynamoTable({ client, tableName: 'bench', clock: testClock() })
  const took: number[] = []
  for (let n = 0; n < count; n += 1) {
    const items = [1, 2, 3, 4, 5].map((sk) => ({ pk: `CH#${n}`, sk: `${sk}`, entity: 'bench', version: 1 }))
    const from = performance.now()
    await table.transact(
      items.map((item) => ({ op: 'put', item: { ...item, text: 'x'.repeat(430) }, when: 'absent' })),
      `bench-${n}`,
    )
    took.push(performance.now() - from)
  }
  client.destroy()
  await server.stop()
  return took
}

/**
 * `npm start -- --calm` as a process of its own: how long it takes to start, what memory it has, and how long an event takes
 * to its last effect, beside one transaction of DynamoDB Local.
 */
export async function localCloud(root: string, events: number): Promise<readonly object[]> {
  const dir = await mkdtemp(join(tmpdir(), 'tutelage-bench-'))
  try {
    const first = await startCloudProcess(root, dir)
    const idle = first.memory()
    await first.stop()
    const second = await startCloudProcess(root, dir)
    try {
      const world = new World(second.addresses)
      const stamped = await attendedToStamp(world, events)
      const mailed = await capturedToMail(world, events)
      const busy = second.memory()
      const memory = ({ nodeMb, javaMb }: typeof idle) => `${nodeMb + javaMb} MB: Node.js ${nodeMb}, Java ${javaMb}`
      return [
        {
          what: 'first start, with bundling, synthesis and demo data',
          median: `${Math.round(first.startMs)} ms`,
          of: 1,
        },
        { what: 'second start', median: `${Math.round(second.startMs)} ms`, of: 1 },
        { what: 'memory when ready', median: memory(idle), of: 1 },
        { what: 'memory after the events below', median: memory(busy), of: 1 },
        summary("partner's LessonAttended to the stamp on the card", stamped),
        summary("partner's LeadCaptured to the consultant's mail", mailed),
        summary('one transaction of five items on DynamoDB Local', await transactions(join(dir, 'bench'), 200)),
      ]
    } finally {
      await second.stop()
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
