import { z } from 'zod'
import { arnOf, nameOfArn } from '../assembly/arns.ts'
import type { Access } from '../policies/access-control.ts'
import type { TableKeys } from './create-tables.ts'

const attributes = z.record(z.string(), z.record(z.string(), z.unknown()))
export type Item = z.infer<typeof attributes>

const single = z.object({
  TableName: z.string(),
  IndexName: z.string().optional(),
  Key: attributes.optional(),
  Item: attributes.optional(),
  KeyConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
  ExpressionAttributeValues: attributes.default({}),
})
type Single = z.infer<typeof single>
const batchGet = z.object({ RequestItems: z.record(z.string(), z.object({ Keys: z.array(attributes) })) })
const write = z.object({
  PutRequest: z.object({ Item: attributes }).optional(),
  DeleteRequest: z.object({ Key: attributes }).optional(),
})
const batchWrite = z.object({ RequestItems: z.record(z.string(), z.array(write)) })
const transaction = z.object({
  TransactItems: z.array(
    z.object({
      Put: single.optional(),
      Update: single.optional(),
      Delete: single.optional(),
      ConditionCheck: single.optional(),
      Get: single.optional(),
    }),
  ),
})
const transactionActions = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
} as const
const tableOnly = z.object({ TableName: z.string().optional() })

/** A key that a request writes, to be read back. */
export interface WrittenKey {
  readonly table: string
  readonly item: Item
}

/** What a request to DynamoDB asks for, in the terms of IAM, and what it writes. */
export interface TableRequest {
  readonly accesses: readonly Access[]
  readonly writes: readonly WrittenKey[]
}

type KeysOf = (table: string) => TableKeys | undefined

/**
 * @param operation such as `TransactWriteItems`: each of its parts is an action of its own, as DynamoDB documents
 * @param input the parsed request
 */
export function tableRequest(operation: string, input: unknown, keysOf: KeysOf): TableRequest {
  switch (operation) {
    case 'GetItem':
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
    case 'Query':
    case 'Scan':
      return ofSingle(operation, single.parse(input), keysOf)
    case 'BatchGetItem':
      return join(Object.entries(batchGet.parse(input).RequestItems), ([TableName, { Keys }]) =>
        Keys.map((Key) => ofSingle(operation, { ...plain, TableName, Key }, keysOf)),
      )
    case 'BatchWriteItem':
      return join(Object.entries(batchWrite.parse(input).RequestItems), ([TableName, writes]) =>
        writes.map(({ PutRequest, DeleteRequest }) =>
          ofSingle(operation, { ...plain, TableName, Item: PutRequest?.Item ?? DeleteRequest?.Key }, keysOf),
        ),
      )
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return join(transaction.parse(input).TransactItems, (item) => ofTransactionItem(operation, item, keysOf))
    default: {
      const { TableName } = tableOnly.parse(input)
      return {
        accesses: [{ action: `dynamodb:${operation}`, resource: TableName ? tableArn(TableName) : '*' }],
        writes: [],
      }
    }
  }
}

const plain = { ExpressionAttributeNames: {}, ExpressionAttributeValues: {} }
const writing = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'])
const tableName = (nameOrArn: string): string => (nameOrArn.startsWith('arn:') ? nameOfArn(nameOrArn) : nameOrArn)
const tableArn = (nameOrArn: string): string => arnOf('dynamodb', `table/${tableName(nameOrArn)}`)

function join<T>(parts: readonly T[], requests: (part: T) => readonly TableRequest[]): TableRequest {
  const all = parts.flatMap(requests)
  return { accesses: all.flatMap(({ accesses }) => accesses), writes: all.flatMap(({ writes }) => writes) }
}

type TransactionItem = z.infer<typeof transaction>['TransactItems'][number]

function ofTransactionItem(enclosing: string, item: TransactionItem, keysOf: KeysOf): TableRequest[] {
  const parts = (['Put', 'Update', 'Delete', 'ConditionCheck', 'Get'] as const).flatMap((kind) => {
    const part = item[kind]
    return part ? [ofSingle(transactionActions[kind], part, keysOf)] : []
  })
  return parts.map(({ accesses, writes }) => ({
    writes,
    accesses: accesses.map((access) => ({
      ...access,
      context: new Map([...(access.context ?? []), ['dynamodb:enclosingoperation', [enclosing]]]),
    })),
  }))
}

function ofSingle(
  operation: string,
  request: Partial<Single> & Pick<Single, 'TableName' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>,
  keysOf: KeysOf,
): TableRequest {
  const table = tableName(request.TableName)
  const keys = keysOf(table)
  const item = request.Key ?? request.Item
  const partition = request.IndexName ? keys?.indexPartitions.get(request.IndexName) : keys?.partition
  const leading = partition ? leadingKey(request, item, partition) : undefined
  return {
    accesses: [
      {
        action: `dynamodb:${operation}`,
        resource: request.IndexName ? `${tableArn(table)}/index/${request.IndexName}` : tableArn(table),
        context: new Map(leading === undefined ? [] : [['dynamodb:leadingkeys', [leading]]]),
      },
    ],
    writes: writing.has(operation) && item ? [{ table, item }] : [],
  }
}

/** The partition key's value: of the item, or what a query's key condition compares it with. */
function leadingKey(request: Partial<Single>, item: Item | undefined, partition: string): string | undefined {
  const own = item?.[partition]
  if (own) return String(Object.values(own)[0])
  for (const [, name = '', value = ''] of (request.KeyConditionExpression ?? '').matchAll(/([#\w]+)\s*=\s*(:\w+)/g)) {
    const attribute = request.ExpressionAttributeNames?.[name] ?? name
    const compared = request.ExpressionAttributeValues?.[value]
    if (attribute === partition && compared) return String(Object.values(compared)[0])
  }
  return undefined
}
