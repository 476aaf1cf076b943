import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type AwsCall, type AwsOperation, type AwsOperations, parseInput } from '../endpoint/aws-call.ts'
import { AwsError } from '../endpoint/aws-error.ts'
import { messageAttribute, type StoredMessage } from './message-store.ts'
import type { MoveTasks } from './move-tasks.ts'
import { type Queue, type QueueHub, systemAttributesOf } from './queue-hub.ts'
import { allowedQueue, queueLookups } from './queue-lookups.ts'

const ofQueue = z.object({ QueueUrl: z.string() })
const delay = z.number().int().min(0).max(900).optional()
const attributes = z.record(z.string(), messageAttribute).optional()
const message = z.object({ MessageBody: z.string().min(1), DelaySeconds: delay, MessageAttributes: attributes })
const batchOf = <T extends z.ZodRawShape>(shape: T) =>
  ofQueue.extend({
    Entries: z
      .array(z.object({ Id: z.string(), ...shape }))
      .min(1)
      .max(10),
  })
const receive = ofQueue.extend({
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  VisibilityTimeout: z.number().int().min(0).max(43_200).optional(),
  WaitTimeSeconds: z.number().int().min(0).max(20).optional(),
})
const receiptOnly = { ReceiptHandle: z.string() }
const visibility = { ...receiptOnly, VisibilityTimeout: z.number().int().min(0).max(43_200) }

/**
 * SQS, as far as functions and people at a keyboard use it.
 * @param awsUrl the endpoint's address: queue URLs that are given out lead back to it
 */
export function queueOperations(hub: QueueHub, tasks: MoveTasks, awsUrl: string): AwsOperations {
  return {
    ...sendingOperations(hub),
    ...receivingOperations(hub),
    ...queueLookups(hub, awsUrl),
    StartMessageMoveTask: (input, call) => tasks.start(input, call),
    ListMessageMoveTasks: (input, call) => tasks.list(input, call),
  }
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

function sendingOperations(hub: QueueHub): AwsOperations {
  const sendOne = (
    queue: Queue,
    { MessageBody, DelaySeconds, MessageAttributes }: z.infer<typeof message>,
    call: AwsCall,
  ) => {
    if (Buffer.byteLength(MessageBody) > queue.maxBytes) {
      throw new AwsError(
        'InvalidParameterValue',
        `One or more parameters are invalid. Reason: Message must be shorter than ${queue.maxBytes} bytes.`,
      )
    }
    const MessageId = hub.send(queue, {
      body: MessageBody,
      ...(MessageAttributes && { attributes: MessageAttributes }),
      ...(DelaySeconds !== undefined && { delayMs: DelaySeconds * 1000 }),
      sender: call.caller.kind === 'function' ? call.caller.name : 'operator',
    })
    return { MessageId, MD5OfMessageBody: md5(MessageBody) }
  }
  return {
    SendMessage: (input, call) => {
      const { QueueUrl, ...one } = parseInput(ofQueue.extend(message.shape), input)
      return sendOne(allowedQueue(hub, QueueUrl, 'SendMessage', call), one, call)
    },
    SendMessageBatch: (input, call) => {
      const { QueueUrl, Entries } = parseInput(batchOf(message.shape), input)
      const queue = allowedQueue(hub, QueueUrl, 'SendMessage', call)
      return hub.messages.transaction(() => forEach(Entries, (entry) => sendOne(queue, entry, call)))
    },
  }
}

/** Runs a batch entry by entry: what one entry lacks fails that entry. */
function forEach<Entry extends { readonly Id: string }>(entries: readonly Entry[], work: (entry: Entry) => object) {
  const Successful: object[] = []
  const Failed: object[] = []
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...work(entry) })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      Failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true })
    }
  }
  return { Successful, ...(Failed.length > 0 && { Failed }) }
}

function receivingOperations(hub: QueueHub): AwsOperations {
  const remove = (queue: Queue, { ReceiptHandle }: { ReceiptHandle: string }): object => {
    checkReceipt(ReceiptHandle)
    hub.messages.delete(queue.name, ReceiptHandle)
    return {}
  }
  const hide = (
    queue: Queue,
    { ReceiptHandle, VisibilityTimeout }: { ReceiptHandle: string; VisibilityTimeout: number },
  ): object => {
    checkReceipt(ReceiptHandle)
    const known = hub.messages.hide(queue.name, ReceiptHandle, VisibilityTimeout * 1000)
    if (!known)
      throw new AwsError(
        'InvalidParameterValue',
        'Value for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.',
      )
    return {}
  }
  const single = <T extends z.ZodRawShape>(
    action: string,
    shape: T,
    work: (queue: Queue, input: z.infer<z.ZodObject<T>>) => object,
  ): AwsOperation => {
    const schema = z.object(shape)
    return (input, call) =>
      work(allowedQueue(hub, parseInput(ofQueue, input).QueueUrl, action, call), parseInput(schema, input))
  }
  return {
    ReceiveMessage: (input, call) => receiveMessages(hub, input, call),
    DeleteMessage: single('DeleteMessage', receiptOnly, remove),
    DeleteMessageBatch: (input, call) => {
      const { QueueUrl, Entries } = parseInput(batchOf(receiptOnly), input)
      const queue = allowedQueue(hub, QueueUrl, 'DeleteMessage', call)
      return forEach(Entries, (entry) => remove(queue, entry))
    },
    ChangeMessageVisibility: single('ChangeMessageVisibility', visibility, hide),
    ChangeMessageVisibilityBatch: (input, call) => {
      const { QueueUrl, Entries } = parseInput(batchOf(visibility), input)
      const queue = allowedQueue(hub, QueueUrl, 'ChangeMessageVisibility', call)
      return forEach(Entries, (entry) => hide(queue, entry))
    },
  }
}

function checkReceipt(handle: string): void {
  if (!/^\d+:[0-9a-f-]{36}$/.test(Buffer.from(handle, 'base64').toString('utf8'))) {
    throw new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.')
  }
}

async function receiveMessages(hub: QueueHub, input: unknown, call: AwsCall): Promise<unknown> {
  const { QueueUrl, MaxNumberOfMessages, VisibilityTimeout, WaitTimeSeconds } = parseInput(receive, input)
  const queue = allowedQueue(hub, QueueUrl, 'ReceiveMessage', call)
  const hideMs = VisibilityTimeout === undefined ? undefined : VisibilityTimeout * 1000
  const take = () => hub.receive(queue, { limit: MaxNumberOfMessages, ...(hideMs !== undefined && { hideMs }) })
  let messages = take()
  const waitMs = WaitTimeSeconds === undefined ? queue.waitMs : WaitTimeSeconds * 1000
  if (messages.length === 0 && waitMs > 0) {
    await arrival(hub, queue, waitMs)
    messages = take()
  }
  return messages.length > 0 ? { Messages: messages.map(shown) } : {}
}

/** Waits for the next message, or as long as was asked. */
function arrival(hub: QueueHub, queue: Queue, waitMs: number): Promise<void> {
  return new Promise((over) => {
    const end = (): void => {
      clearTimeout(timer)
      stop()
      over()
    }
    const stop = hub.listen(queue.name, end)
    const timer = setTimeout(end, waitMs)
  })
}

const shown = (one: StoredMessage) => ({
  MessageId: one.messageId,
  ReceiptHandle: one.receipt,
  MD5OfBody: md5(one.body),
  Body: one.body,
  Attributes: systemAttributesOf(one),
  ...(Object.keys(one.attributes).length > 0 && { MessageAttributes: one.attributes }),
})
