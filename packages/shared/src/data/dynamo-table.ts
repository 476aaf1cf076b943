import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { type Clock, epochMs } from '../kernel/instant.ts'
import { failureOfCall, outcomeOfFailure } from './dynamo-failures.ts'
import { transactItem } from './dynamo-writes.ts'
import { checkKey, isExpired, itemFrom } from './item-rules.ts'
import { checkedLimit, indexKeys, isEmptyRange, pageOfItems, positionOf } from './query-rules.ts'
import type { Item, ItemKey, Page, Query, Table, TransactOutcome, Write } from './table.ts'
import { TableUnavailable } from './table-failures.ts'
import { checkedWrites, keyText } from './write-rules.ts'

export interface DynamoTableOptions {
  readonly client: DynamoDBClient
  readonly tableName: string
  /** Tells what has expired. */
  readonly clock: Clock
  /** Waits before keys that a batch left unread are asked again. */
  readonly pause?: (attempt: number) => Promise<void>
}

interface Setting extends DynamoTableOptions {
  nowSeconds(): number
}

const rereadsMax = 6

const toItem = (attributes: Record<string, AttributeValue>): Item => itemFrom(unmarshall(attributes))

async function called<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    throw failureOfCall(error)
  }
}

async function get({ client, tableName, nowSeconds }: Setting, key: ItemKey, consistent: boolean) {
  checkKey(key)
  const Key = marshall({ pk: key.pk, sk: key.sk })
  const command = new GetItemCommand({ TableName: tableName, Key, ConsistentRead: consistent })
  const { Item: found } = await called(client.send(command))
  const item = found && toItem(found)
  return item && !isExpired(item, nowSeconds()) ? item : undefined
}

async function getMany(setting: Setting, keys: readonly ItemKey[]): Promise<readonly (Item | undefined)[]> {
  const { client, tableName, nowSeconds, pause } = setting
  if (keys.length > 100) throw new RangeError('at most 100 keys')
  for (const key of keys) checkKey(key)
  const found = new Map<string, Item>()
  const asked = new Map(keys.map(({ pk, sk }) => [keyText({ pk, sk }), { pk, sk }]))
  let Keys = [...asked.values()].map((key) => marshall(key))
  for (let attempt = 1; Keys.length > 0; attempt += 1) {
    if (attempt > rereadsMax) throw new TableUnavailable('keys stay unread')
    if (attempt > 1) await pause?.(attempt - 1)
    const RequestItems = { [tableName]: { Keys, ConsistentRead: true } }
    const answer = await called(client.send(new BatchGetItemCommand({ RequestItems })))
    for (const item of (answer.Responses?.[tableName] ?? []).map(toItem)) found.set(keyText(item), item)
    Keys = answer.UnprocessedKeys?.[tableName]?.Keys ?? []
  }
  return keys.map((key) => {
    const item = found.get(keyText(key))
    return item && !isExpired(item, nowSeconds()) ? item : undefined
  })
}

const namesOf = ({ index }: Query) => (index ? indexKeys[index] : { pk: 'pk', sk: 'sk' })

function rangeOf({ sk }: Query): { readonly text: string; readonly values: Readonly<Record<string, string>> } {
  if (!sk || ('beginsWith' in sk && sk.beginsWith === '')) return { text: '', values: {} }
  if ('beginsWith' in sk) return { text: ' AND begins_with(#sk, :from)', values: { ':from': sk.beginsWith } }
  return { text: ' AND #sk BETWEEN :from AND :to', values: { ':from': sk.from, ':to': sk.to } }
}

function startOf(query: Query): Record<string, AttributeValue> | undefined {
  const position = positionOf(query)
  if (!position) return undefined
  const { pk, sk, indexSk } = position
  const names = namesOf(query)
  return marshall(indexSk === undefined ? { pk, sk } : { pk, sk, [names.pk]: query.pk, [names.sk]: indexSk })
}

function queryInput(tableName: string, query: Query): QueryCommandInput {
  const names = namesOf(query)
  const range = rangeOf(query)
  return {
    TableName: tableName,
    ...(query.index && { IndexName: query.index }),
    KeyConditionExpression: `#pk = :pk${range.text}`,
    ExpressionAttributeNames: { '#pk': names.pk, ...(range.text && { '#sk': names.sk }) },
    ExpressionAttributeValues: marshall({ ':pk': query.pk, ...range.values }),
    ScanIndexForward: !query.descending,
    ConsistentRead: !query.index && (query.consistent ?? true),
  }
}

/** A page is full or the last, although what has expired is left out and DynamoDB ends its own pages at 1 MB. */
async function page({ client, tableName, nowSeconds }: Setting, query: Query): Promise<Page> {
  const limit = checkedLimit(query)
  let start = startOf(query)
  if (isEmptyRange(query)) return { items: [] }
  const input = queryInput(tableName, query)
  const items: Item[] = []
  do {
    const request = { ...input, Limit: limit - items.length, ...(start && { ExclusiveStartKey: start }) }
    const answer = await called(client.send(new QueryCommand(request)))
    items.push(...(answer.Items ?? []).map(toItem).filter((item) => !isExpired(item, nowSeconds())))
    start = answer.LastEvaluatedKey
  } while (start && items.length < limit)
  return pageOfItems(query, limit, items)
}

const momentsMax = 1000

/**
 * A repeated token repeats its moment too, as DynamoDB compares the whole request with the one that it may have done. Of
 * one that it is known not to have done, it remembers nothing.
 */
function momentsOfTokens(nowSeconds: () => number) {
  const moments = new Map<string, number>()
  return {
    of(token: string): number {
      const moment = moments.get(token) ?? nowSeconds()
      moments.set(token, moment)
      for (const oldest of moments.keys()) {
        if (moments.size <= momentsMax) break
        moments.delete(oldest)
      }
      return moment
    },
    forget: (token: string) => moments.delete(token),
  }
}

/**
 * A put that is the same whoever writes it, and when, needs no transaction, which costs twice. Everything else does: the
 * SDK repeats a request whose answer was lost, and only a transaction's token makes that harmless. A token says that a
 * repetition must not undo what others wrote since.
 */
const isPlainPut = (writes: readonly Write[], token: string | undefined): boolean =>
  token === undefined && writes.length === 1 && writes.every((write) => write.op === 'put' && write.when === 'always')

async function send({ client, tableName }: Setting, writes: readonly Write[], now: number, token?: string) {
  const items = writes.map((write) => transactItem(tableName, write, now))
  const put = isPlainPut(writes, token) ? items[0]?.Put : undefined
  if (put) return client.send(new PutItemCommand({ TableName: tableName, Item: put.Item }))
  const request = { TransactItems: items, ...(token !== undefined && { ClientRequestToken: token }) }
  return client.send(new TransactWriteItemsCommand(request))
}

/** The Table port on DynamoDB. */
export function dynamoTable(options: DynamoTableOptions): Table {
  const nowSeconds = (): number => Math.floor(epochMs(options.clock.now()) / 1000)
  const setting = { ...options, nowSeconds }
  // It copies all that is sent and answered, for a log that nobody keeps.
  options.client.middlewareStack.remove('loggerMiddleware')
  const moments = momentsOfTokens(nowSeconds)
  return {
    get: (key, { consistent = true } = {}) => get(setting, key, consistent),
    getMany: (keys) => getMany(setting, keys),
    query: (query) => page(setting, query),
    async transact(unchecked, token): Promise<TransactOutcome> {
      const writes = checkedWrites(unchecked, token)
      try {
        await send(setting, writes, token === undefined ? nowSeconds() : moments.of(token), token)
        return { done: true }
      } catch (error) {
        const outcome = outcomeOfFailure(error)
        if (token !== undefined) moments.forget(token)
        return outcome
      }
    },
  }
}
