import { z } from 'zod'
import { accountId, nameOfArn } from '../assembly/arns.ts'
import type { DeployedResources } from '../assembly/deployed-resources.ts'
import { queueKind } from '../assembly/sqs-kinds.ts'
import type { Weather } from '../weather/weather.ts'
import type { MessageStore, NewMessage, QueueDepth, StoredMessage } from './message-store.ts'

/** A queue as its template describes it. */
export interface Queue {
  readonly name: string
  readonly arn: string
  readonly visibilityMs: number
  readonly delayMs: number
  readonly waitMs: number
  readonly maxBytes: number
  readonly retentionSeconds: number
  readonly deadLetter: { readonly queue: string; readonly maxReceives: number } | undefined
}

export interface ReceiveOptions {
  readonly limit: number
  readonly hideMs?: number
  readonly holder?: string
}

/** Every queue of the cloud; tells its listeners when something can be received. */
export class QueueHub {
  readonly messages: MessageStore
  readonly #queues = new Map<string, Queue>()
  readonly #listeners = new Map<string, Set<() => void>>()
  readonly #weather: Weather

  constructor(messages: MessageStore, weather: Weather) {
    this.messages = messages
    this.#weather = weather
  }

  add(queue: Queue): void {
    this.#queues.set(queue.name, queue)
  }

  list(): readonly Queue[] {
    return [...this.#queues.values()]
  }

  /** By name, URL or ARN. */
  find(reference: string): Queue | undefined {
    const name = reference.startsWith('arn:') ? nameOfArn(reference) : (reference.split('/').at(-1) ?? '')
    return this.#queues.get(name)
  }

  /** @returns the message's id; durable, unless an outer transaction is still open */
  send(queue: Queue, message: NewMessage): string {
    const delayMs = message.delayMs ?? queue.delayMs
    const id = this.messages.send(queue.name, { ...message, delayMs })
    this.#notify(queue.name)
    return id
  }

  /** As the bus and other services send: now and then twice, which a standard queue allows. */
  deliver(queue: Queue, message: NewMessage): void {
    this.send(queue, message)
    if (this.#weather.duplicates()) this.send(queue, message)
  }

  /** Receives; what was received too often goes to the dead-letter queue instead. */
  receive(queue: Queue, { limit, hideMs, holder = 'caller' }: ReceiveOptions): StoredMessage[] {
    return this.messages.transaction(() => {
      const waiting = this.#weather.shuffled(this.messages.visible(queue.name, limit * 2))
      const taken: StoredMessage[] = []
      for (const message of waiting) {
        if (queue.deadLetter && message.receives >= queue.deadLetter.maxReceives) this.#bury(queue, message)
        else if (taken.length < limit) taken.push(this.messages.take(message, holder, hideMs ?? queue.visibilityMs))
      }
      return taken
    })
  }

  /** Makes messages visible again after `ms`; the next receipt buries those that were received too often. */
  giveBack(queue: Queue, message: StoredMessage, ms: number): void {
    this.messages.hide(queue.name, message.receipt ?? '', ms)
    setTimeout(() => this.#notify(queue.name), ms + 1).unref()
  }

  /** Moves all of a dead-letter queue's messages to where they came from, or to one queue. */
  redrive(source: Queue, target: Queue | undefined): number {
    const waiting = this.messages.visible(source.name, 1_000_000)
    for (const message of waiting) {
      const queue = target ?? this.find(message.sourceQueue ?? '')
      if (!queue) continue
      this.messages.move(message, queue.name, null)
      this.#notify(queue.name)
    }
    return waiting.length
  }

  depth(queue: Queue): QueueDepth {
    return this.messages.depth(queue.name)
  }

  /** @returns a function that ends the listening */
  listen(name: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  /** After the clock was wound: delayed messages may be due. */
  notifyAll(): void {
    for (const name of this.#queues.keys()) this.#notify(name)
  }

  #bury(queue: Queue, message: StoredMessage): void {
    if (!queue.deadLetter) return
    this.messages.move(message, queue.deadLetter.queue, queue.name)
    this.#notify(queue.deadLetter.queue)
  }

  #notify(name: string): void {
    for (const listener of this.#listeners.get(name) ?? []) setImmediate(listener)
  }
}

/** Reads the queues of the templates. */
export function addQueues(hub: QueueHub, resources: DeployedResources): void {
  for (const { attributes, properties } of resources.of(queueKind)) {
    const name = z.string().parse(attributes.QueueName)
    const redrive = properties.RedrivePolicy
    hub.add({
      name,
      arn: z.string().parse(attributes.Arn),
      visibilityMs: properties.VisibilityTimeout * 1000,
      delayMs: properties.DelaySeconds * 1000,
      waitMs: properties.ReceiveMessageWaitTimeSeconds * 1000,
      maxBytes: properties.MaximumMessageSize,
      retentionSeconds: properties.MessageRetentionPeriod,
      deadLetter: redrive && { queue: nameOfArn(redrive.deadLetterTargetArn), maxReceives: redrive.maxReceiveCount },
    })
  }
}

/** What readers see beside a message's body. */
export function systemAttributesOf(message: StoredMessage): Record<string, string> {
  return {
    ApproximateReceiveCount: `${message.receives}`,
    SentTimestamp: `${message.sentAt}`,
    SenderId: message.sender || accountId,
    ApproximateFirstReceiveTimestamp: `${message.firstReceivedAt ?? message.sentAt}`,
    ...(message.sourceQueue && {
      DeadLetterQueueSourceArn: `arn:aws:sqs:us-east-1:${accountId}:${message.sourceQueue}`,
    }),
  }
}
