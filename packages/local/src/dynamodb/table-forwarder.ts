import type { AwsCall } from '../endpoint/aws-call.ts'
import { AwsError } from '../endpoint/aws-error.ts'
import type { HttpAnswer, HttpRequest } from '../endpoint/http-answer.ts'
import { answerJson } from '../endpoint/json-protocol.ts'
import type { Table, TableKeys } from './create-tables.ts'
import type { DynamoDbClient } from './dynamodb-client.ts'
import { tableRequest, type WrittenKey } from './table-access.ts'

export interface ForwarderParts {
  readonly client: DynamoDbClient
  readonly tables: readonly Table[]
  /** Told after each write that was acknowledged. */
  readonly wrote: (table: string) => void
}

export type Forwarder = (operation: string, request: HttpRequest, call: AwsCall) => Promise<HttpAnswer>

/**
 * Checks each request against the caller's policies and passes it on to DynamoDB Local. A write is answered only after a
 * consistent read of what it wrote: without, DynamoDB Local was measured to lose 8 of 3,765 acknowledged transactions
 * over 99 kills; with it, none.
 */
export function tableForwarder({ client, tables, wrote }: ForwarderParts): Forwarder {
  const keys = new Map(tables.map((table) => [table.name, table.keys]))
  return async (operation, request, call) => {
    const checked = await check(operation, request, call, keys)
    if ('answer' in checked) return checked.answer
    const answer = await client.send(`DynamoDB_20120810.${operation}`, request.body)
    const [first] = checked.writes
    if (first && answer.status === 200) await readBack(first, keys.get(first.table), client)
    // A write that failed may still have been made by an earlier try of the same token: look at the stream in any case.
    for (const table of new Set(checked.writes.map((write) => write.table))) wrote(table)
    return answer
  }
}

async function check(operation: string, request: HttpRequest, call: AwsCall, keys: ReadonlyMap<string, TableKeys>) {
  let writes: readonly WrittenKey[] = []
  const look = (input: unknown): void => {
    const asked = readRequest(operation, input, keys)
    for (const access of asked.accesses) call.authorize(access)
    writes = asked.writes
  }
  const answer = await answerJson(request, operation, { [operation]: look }, call)
  return answer.status === 200 ? { writes } : { answer }
}

function readRequest(operation: string, input: unknown, keys: ReadonlyMap<string, TableKeys>) {
  try {
    return tableRequest(operation, input, (table) => keys.get(table))
  } catch {
    throw new AwsError('SerializationException', `the request is no ${operation}`)
  }
}

async function readBack(
  { table, item }: WrittenKey,
  keys: TableKeys | undefined,
  client: DynamoDbClient,
): Promise<void> {
  if (!keys) return
  const names = [keys.partition, ...(keys.sort ? [keys.sort] : [])]
  const Key = Object.fromEntries(names.map((name) => [name, item[name]]))
  const input = {
    TableName: table,
    Key,
    ConsistentRead: true,
    ProjectionExpression: '#p',
    ExpressionAttributeNames: { '#p': keys.partition },
  }
  await client.send('DynamoDB_20120810.GetItem', JSON.stringify(input))
}

/** DynamoDB Streams for the operator's tools: passed on when allowed. */
export function streamForwarder(client: DynamoDbClient): Forwarder {
  return async (operation, request, call) => {
    const check = (): void => call.authorize({ action: `dynamodb:${operation}`, resource: '*' })
    const answer = await answerJson(request, operation, { [operation]: check }, call)
    return answer.status === 200 ? client.send(`DynamoDBStreams_20120810.${operation}`, request.body) : answer
  }
}
