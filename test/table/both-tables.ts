import { randomUUID } from 'node:crypto'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { startDynamoDbLocal } from '../../packages/local/src/dynamodb/dynamodb-local.ts'
import { dynamoTable } from '../../packages/shared/src/data/dynamo-table.ts'
import { type MemoryTable, memoryTable } from '../../packages/shared/src/data/memory-table.ts'
import type { Table } from '../../packages/shared/src/data/table.ts'
import { createTableInput } from '../../packages/shared/src/data/table-shape.ts'
import type { TestClock } from '../../packages/shared/src/testing/test-context.ts'

/** The two adapters of the Table port. */
export interface BothTables {
  readonly dynamo: Table
  readonly memory: MemoryTable
}

export interface TableMaker {
  /** Both adapters, empty, on one clock. */
  make(clock: TestClock): Promise<BothTables>
  stop(): Promise<void>
}

/** DynamoDB Local, in which as many tables as wanted are made; without streams, which nobody reads here. */
export async function startTableMaker(): Promise<TableMaker> {
  const server = await startDynamoDbLocal()
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials })
  return {
    async make(clock) {
      const tableName = `contract-${randomUUID()}`
      const { StreamSpecification, ...input } = createTableInput(tableName)
      await client.send(new CreateTableCommand(input))
      return { dynamo: dynamoTable({ client, tableName, clock }), memory: memoryTable({ clock }) }
    },
    async stop() {
      client.destroy()
      await server.stop()
    },
  }
}
