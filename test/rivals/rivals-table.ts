import { randomUUID } from 'node:crypto'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { BatchWriteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { startDynamoDbLocal } from '@tutelage/local/dynamodb/dynamodb-local.ts'
import { dynamoTable } from '@tutelage/shared/data/dynamo-table.ts'
import { itemFrom } from '@tutelage/shared/data/item-rules.ts'
import type { Item, Table } from '@tutelage/shared/data/table.ts'
import { createTableInput } from '@tutelage/shared/data/table-shape.ts'
import type { Clock } from '@tutelage/shared/kernel/instant.ts'
import { randomFaults, seededRandom } from '@tutelage/shared/testing/fault-plan.ts'
import { injectFaults } from '@tutelage/shared/testing/faulty-client.ts'

/** A table on DynamoDB Local that is put back to the same beginning before each round. */
interface RivalsTable {
  /** In good weather, or such that a tenth of the transactions meet another one, which DynamoDB Local never tells. */
  at(clock: Clock, weather: 'calm' | 'conflicts'): Table
  /** Everything in it. */
  items(): Promise<readonly Item[]>
  /** Puts it back to what it began with. */
  reset(): Promise<void>
}

export interface RivalsDatabase {
  /** @param first what the table begins with */
  open(first: readonly Item[]): Promise<RivalsTable>
  stop(): Promise<void>
}

const conflictRate = 0.1
const keyOf = ({ pk, sk }: Item): string => JSON.stringify([pk, sk])
/** So many writes go into one request. */
const atOnce = 25

async function allItems(client: DynamoDBDocumentClient, TableName: string): Promise<readonly Item[]> {
  const items: Item[] = []
  let start: Record<string, unknown> | undefined
  do {
    const input = { TableName, ConsistentRead: true, ...(start && { ExclusiveStartKey: start }) }
    const page = await client.send(new ScanCommand(input))
    items.push(...(page.Items ?? []).map(itemFrom))
    start = page.LastEvaluatedKey
  } while (start)
  return items
}

/** The requests that make what is into what was. */
function repairs(first: readonly Item[], now: readonly Item[]) {
  const wanted = new Map(first.map((item) => [keyOf(item), item]))
  const found = new Map(now.map((item) => [keyOf(item), JSON.stringify(item)]))
  const added = now.filter((item) => !wanted.has(keyOf(item)))
  const changed = first.filter((item) => found.get(keyOf(item)) !== JSON.stringify(item))
  return [
    ...added.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
    ...changed.map((Item) => ({ PutRequest: { Item } })),
  ]
}

/** DynamoDB Local, as the local cloud starts it. */
export async function startRivalsDatabase(): Promise<RivalsDatabase> {
  const server = await startDynamoDbLocal()
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const connect = () => new DynamoDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials })
  const [calm, conflicts] = [connect(), connect()]
  injectFaults(conflicts, randomFaults(seededRandom(1), { conflict: conflictRate }))
  const documents = DynamoDBDocumentClient.from(calm, { marshallOptions: { removeUndefinedValues: true } })
  return {
    async open(first) {
      const tableName = `rivals-${randomUUID()}`
      const { StreamSpecification, ...input } = createTableInput(tableName)
      await calm.send(new CreateTableCommand(input))
      const items = () => allItems(documents, tableName)
      const reset = async (): Promise<void> => {
        const writes = repairs(first, await items())
        for (let from = 0; from < writes.length; from += atOnce) {
          const RequestItems = { [tableName]: writes.slice(from, from + atOnce) }
          await documents.send(new BatchWriteCommand({ RequestItems }))
        }
      }
      await reset()
      const at: RivalsTable['at'] = (clock, weather) =>
        dynamoTable({ client: weather === 'calm' ? calm : conflicts, tableName, clock })
      return { at, items, reset }
    },
    async stop() {
      calm.destroy()
      conflicts.destroy()
      await server.stop()
    },
  }
}
