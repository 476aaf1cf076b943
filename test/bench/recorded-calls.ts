import { Readable } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import * as z from 'zod'

/** One call of an SDK: what was asked, and the bytes that were answered. */
export interface RecordedCall {
  /** `GetItemCommand`. */
  readonly command: string
  readonly input: object
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
}

const answered = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.instanceof(Readable),
})

/** Writes down every call of a client, in the order in which they were sent; the answers arrive as before. */
export function recordCalls(client: DynamoDBClient): readonly RecordedCall[] {
  const calls: RecordedCall[] = []
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const at = calls.push({
          command: commandName,
          input: args.input,
          status: 0,
          headers: {},
          bytes: new Uint8Array(),
        })
        const { response } = await next(args)
        const { statusCode: status, headers, body } = answered.parse(response)
        const bytes = Buffer.concat(await body.toArray())
        calls[at - 1] = { command: commandName, input: args.input, status, headers, bytes }
        return { response: { statusCode: status, headers, body: Uint8Array.from(bytes) } }
      },
    { step: 'deserialize', priority: 'low', name: 'recordCalls' },
  )
  return calls
}

const publishedBytes = (input: object): Uint8Array => {
  const { Entries } = z.object({ Entries: z.array(z.unknown()) }).parse(input)
  const answer = { FailedEntryCount: 0, Entries: Entries.map((_, at) => ({ EventId: `event-${at}` })) }
  return Buffer.from(JSON.stringify(answer))
}

/** Writes down every call of a bus client; a bus that takes everything answers. */
export function answerCalls(client: EventBridgeClient): readonly RecordedCall[] {
  const calls: RecordedCall[] = []
  const headers = { 'content-type': 'application/x-amz-json-1.1' }
  client.middlewareStack.add(
    (_next, { commandName: command = '' }) =>
      async ({ input }) => {
        const bytes = publishedBytes(input)
        calls.push({ command, input, status: 200, headers, bytes })
        return { response: { statusCode: 200, headers, body: bytes } }
      },
    { step: 'deserialize', priority: 'low', name: 'answerCalls' },
  )
  return calls
}

/**
 * The recorded answers, each once and then all over again: of several calls of a command the one that asked the same, for what
 * runs side by side asks in another order each time. Refuses a call that was not recorded.
 */
function replayed(calls: readonly RecordedCall[]) {
  let left = [...calls]
  return async (commandName: string | undefined, input: object) => {
    if (left.length === 0) left = [...calls]
    const alike = left.filter(({ command }) => command === commandName)
    const call = (alike.length > 1 && alike.find((one) => isDeepStrictEqual(one.input, input))) || alike[0]
    if (!call) throw new Error(`${commandName} was not recorded so often`)
    left.splice(left.indexOf(call), 1)
    return { response: { statusCode: call.status, headers: call.headers, body: call.bytes } }
  }
}

const inside = { step: 'deserialize', priority: 'low', name: 'replayCalls' } as const

/** Answers every call of a client with what was recorded: the table costs nothing, and all that the SDK does is done. */
export function replayCalls(client: DynamoDBClient, calls: readonly RecordedCall[]): void {
  const replay = replayed(calls)
  client.middlewareStack.add(
    (_next, { commandName }) =>
      ({ input }) =>
        replay(commandName, input),
    inside,
  )
}

/** The same for the client of a bus. */
export function replayPublished(client: EventBridgeClient, calls: readonly RecordedCall[]): void {
  const replay = replayed(calls)
  client.middlewareStack.add(
    (_next, { commandName }) =>
      ({ input }) =>
        replay(commandName, input),
    inside,
  )
}
