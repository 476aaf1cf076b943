import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { CloudStore } from '../store/cloud-store.ts'

/** A message attribute as the SQS API names its parts. */
export const messageAttribute = z.object({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
})
export type MessageAttributes = Readonly<Record<string, z.infer<typeof messageAttribute>>>

export interface NewMessage {
  readonly body: string
  readonly attributes?: MessageAttributes
  /** On the wound clock. */
  readonly delayMs?: number
  /** Who sent it, for the SenderId attribute. */
  readonly sender?: string
}

const messageRow = z.object({
  id: z.number(),
  messageId: z.string(),
  body: z.string(),
  attributes: z.string().transform((text) => z.record(z.string(), messageAttribute).parse(JSON.parse(text))),
  sender: z.string(),
  sentAt: z.number(),
  receives: z.number(),
  firstReceivedAt: z.number().nullable(),
  receipt: z.string().nullable(),
  sourceQueue: z.string().nullable(),
})
export type StoredMessage = z.infer<typeof messageRow>

/** What a queue's counters say. */
export interface QueueDepth {
  /** Waiting to be received. */
  readonly visible: number
  /** Received, neither deleted nor returned. */
  readonly inFlight: number
  readonly delayed: number
}

/**
 * Messages of all queues, in the store. A delay runs on the wound clock; hiding after a receipt runs on the machine's,
 * so that winding the clock does not return what a function is working on.
 */
export class MessageStore {
  readonly #store: CloudStore
  readonly #now: () => number

  constructor(store: CloudStore, now: () => number) {
    this.#store = store
    this.#now = now
  }

  send(queue: string, message: NewMessage): string {
    const messageId = randomUUID()
    const now = this.#now()
    this.#store.run(
      'insert into message (queue, messageId, body, attributes, sender, sentAt, availableAt) values (?, ?, ?, ?, ?, ?, ?)',
      ...[queue, messageId, message.body, JSON.stringify(message.attributes ?? {})],
      ...[message.sender ?? 'AIDALOCAL', now, now + (message.delayMs ?? 0)],
    )
    return messageId
  }

  /** The oldest visible messages, at most `limit`. */
  visible(queue: string, limit: number): StoredMessage[] {
    return this.#store.all(
      messageRow,
      'select * from message where queue = ? and availableAt <= ? and hiddenUntil <= ? order by id limit ?',
      ...[queue, this.#now(), Date.now(), limit],
    )
  }

  /** Hides a message for its reader and counts the receipt. */
  take(message: StoredMessage, holder: string, hideMs: number): StoredMessage {
    const receipt = Buffer.from(`${message.id}:${randomUUID()}`).toString('base64')
    this.#store.run(
      'update message set receives = receives + 1, receipt = ?, holder = ?, hiddenUntil = ?, firstReceivedAt = coalesce(firstReceivedAt, ?) where id = ?',
      ...[receipt, holder, Date.now() + hideMs, this.#now(), message.id],
    )
    const firstReceivedAt = message.firstReceivedAt ?? this.#now()
    return { ...message, receipt, receives: message.receives + 1, firstReceivedAt }
  }

  /** Deletes by receipt; a receipt that a later one replaced deletes nothing. */
  delete(queue: string, receipt: string): boolean {
    return this.#store.run('delete from message where queue = ? and receipt = ?', queue, receipt).changes > 0
  }

  hide(queue: string, receipt: string, ms: number): boolean {
    const sql = 'update message set hiddenUntil = ? where queue = ? and receipt = ?'
    return this.#store.run(sql, Date.now() + ms, queue, receipt).changes > 0
  }

  /** Puts a message into another queue as if sent there: received by nobody yet. */
  move(message: StoredMessage, target: string, sourceQueue: string | null): void {
    this.#store.run(
      'update message set queue = ?, sourceQueue = ?, receives = 0, hiddenUntil = 0, receipt = null, holder = null, firstReceivedAt = null where id = ?',
      ...[target, sourceQueue, message.id],
    )
  }

  purge(queue: string): void {
    this.#store.run('delete from message where queue = ?', queue)
  }

  depth(queue: string): QueueDepth {
    const sql = `select coalesce(sum(availableAt > :now), 0) as delayed,
      coalesce(sum(availableAt <= :now and hiddenUntil > :hidden), 0) as inFlight,
      coalesce(sum(availableAt <= :now and hiddenUntil <= :hidden), 0) as visible
      from message where queue = :queue`.replaceAll(/:now|:hidden|:queue/g, '?')
    const row = z.object({ delayed: z.number(), inFlight: z.number(), visible: z.number() })
    const [now, hidden] = [this.#now(), Date.now()]
    return this.#store.all(row, sql, now, now, hidden, now, hidden, queue)[0] ?? { delayed: 0, inFlight: 0, visible: 0 }
  }

  /** Queues that hold a message which is not waiting for its delay: to be received, being worked on or tried again. */
  occupied(): string[] {
    const sql = 'select distinct queue from message where availableAt <= ?'
    return this.#store.all(z.object({ queue: z.string() }), sql, this.#now()).map(({ queue }) => queue)
  }

  /** Returns what a reader of an earlier run held when that run was killed. */
  release(holder: string): void {
    this.#store.run('update message set hiddenUntil = 0, holder = null where holder = ?', holder)
  }

  transaction<T>(work: () => T): T {
    return this.#store.transaction(work)
  }
}
