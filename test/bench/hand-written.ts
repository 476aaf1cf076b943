import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type EventBridgeClient, PutEventsCommand, type PutEventsCommandInput } from '@aws-sdk/client-eventbridge'
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  DynamoDBDocumentClient,
  GetCommand,
  type GetCommandInput,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod'
import type { RecordedCall } from './recorded-calls.ts'
import type { Invocation } from './warm-work.ts'

const attributes = z.custom<Parameters<typeof unmarshall>[0]>((value) => typeof value === 'object' && value !== null)
const marshalled: ReadonlySet<string> = new Set(['Key', 'Item', 'ExpressionAttributeValues', 'ExclusiveStartKey'])

/** The input of a call as it is written for the document client. */
function plain(value: unknown, name = ''): unknown {
  if (marshalled.has(name) && value !== undefined) return unmarshall(attributes.parse(value))
  if (Array.isArray(value)) return value.map((member) => plain(member, name === 'Keys' ? 'Key' : ''))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member, key)]))
}

/** What a call is by hand. */
function byHand(documents: DynamoDBDocumentClient, { command, input }: RecordedCall): () => Promise<unknown> {
  const given = plain(input)
  switch (command) {
    case 'GetItemCommand': {
      const get = z.custom<GetCommandInput>().parse(given)
      return () => documents.send(new GetCommand(get))
    }
    case 'BatchGetItemCommand': {
      const get = z.custom<BatchGetCommandInput>().parse(given)
      return () => documents.send(new BatchGetCommand(get))
    }
    case 'QueryCommand': {
      const query = z.custom<QueryCommandInput>().parse(given)
      return () => documents.send(new QueryCommand(query))
    }
    case 'PutItemCommand': {
      const put = z.custom<PutCommandInput>().parse(given)
      return () => documents.send(new PutCommand(put))
    }
    case 'TransactWriteItemsCommand': {
      const write = z.custom<TransactWriteCommandInput>().parse(given)
      return () => documents.send(new TransactWriteCommand(write))
    }
    default:
      throw new Error(`no ${command} by hand`)
  }
}

/** What comes in is parsed, as anybody would. */
function parsed({ kind, event }: Invocation): unknown {
  if (kind === 'http') return event.body === undefined ? undefined : JSON.parse(event.body)
  if (kind === 'events') return event.Records.map(({ body }) => JSON.parse(body))
  return event.Records.map(({ dynamodb }) => unmarshall(dynamodb?.NewImage ?? {}))
}

export interface HandWork {
  readonly calls: readonly RecordedCall[]
  readonly published: readonly RecordedCall[]
  /** What is answered. */
  readonly reply: unknown
}

/**
 * The least that a handler does which is written by hand for one request: it parses what came, makes the same SDK calls
 * one after another with plain objects, and answers JSON. It checks nothing, decides nothing and logs nothing.
 */
export function handWritten(client: DynamoDBClient, bus: EventBridgeClient, { calls, published, reply }: HandWork) {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
  const steps = calls.map((call) => byHand(documents, call))
  const entries = published.map(({ input }) => z.custom<PutEventsCommandInput>().parse(input))
  return async (invocation: Invocation) => {
    parsed(invocation)
    for (const put of entries) await bus.send(new PutEventsCommand(put))
    for (const step of steps) await step()
    if (invocation.kind !== 'http') return reply
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(reply) }
  }
}
