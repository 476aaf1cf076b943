import { createHash } from 'node:crypto'
import { region } from '../assembly/arns.ts'
import { inTime } from '../clock/in-time.ts'
import type { BatchFailures } from '../functions/batch-response.ts'
import type { StoredMessage } from './message-store.ts'
import { type Queue, type QueueHub, systemAttributesOf } from './queue-hub.ts'

export interface ConsumerOptions {
  readonly hub: QueueHub
  readonly queue: Queue
  /** Name of this reader, so that what it held is returned after a kill. */
  readonly holder: string
  readonly batchSize: number
  /** How long a small batch waits to grow. */
  readonly windowMs: number
  readonly passes: (record: { readonly body: string }) => boolean
  /** Works on a batch; says which messages failed. Never throws: what a function does wrong is a failure of the batch. */
  readonly work: (messages: readonly StoredMessage[]) => Promise<BatchFailures>
}

const idlePollMs = 1_000
const firstRetryMs = 100
/** What a function still does after this long at the end is done again at the next start. */
const stopWithinMs = 3_000

/**
 * Reads a queue for one function, a batch at a time. A message that failed returns after a short, growing time instead
 * of the whole visibility time-out, so that its way to the dead-letter queue takes seconds and not an hour.
 */
export class QueueConsumer {
  readonly #options: ConsumerOptions
  readonly #stopListening: () => void
  readonly #poll: NodeJS.Timeout
  #running: Promise<void> | undefined
  #stopped = false
  #abandoned = false

  constructor(options: ConsumerOptions) {
    this.#options = options
    const { hub, queue, holder } = options
    hub.messages.release(holder)
    this.#stopListening = hub.listen(queue.name, () => this.#wake())
    this.#poll = setInterval(() => this.#wake(), idlePollMs).unref()
    this.#wake()
  }

  get queueName(): string {
    return this.#options.queue.name
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#stopListening()
    clearInterval(this.#poll)
    await inTime(this.#running, stopWithinMs)
    this.#abandoned = true
  }

  #wake(): void {
    if (this.#running || this.#stopped) return
    this.#running = this.#drain().finally(() => {
      this.#running = undefined
    })
  }

  async #drain(): Promise<void> {
    const { hub, queue, batchSize, windowMs, holder } = this.#options
    while (!this.#stopped) {
      if (windowMs > 0 && hub.depth(queue).visible < batchSize)
        await new Promise((grown) => setTimeout(grown, windowMs))
      const batch = hub.receive(queue, { limit: batchSize, holder })
      if (batch.length > 0) await this.#workOn(batch)
      else if (hub.depth(queue).visible === 0) return
    }
  }

  async #workOn(batch: readonly StoredMessage[]): Promise<void> {
    const { hub, queue, passes, work } = this.#options
    const wanted = batch.filter((message) => passes({ body: message.body }))
    const failures = wanted.length > 0 ? await work(wanted) : new Set<string>()
    if (this.#abandoned) return
    const failed = (message: StoredMessage): boolean =>
      wanted.includes(message) && (failures === 'all' || failures.has(message.messageId))
    hub.messages.transaction(() => {
      for (const message of batch) {
        if (!failed(message)) hub.messages.delete(queue.name, message.receipt ?? '')
        else hub.giveBack(queue, message, Math.min(queue.visibilityMs, firstRetryMs * 2 ** message.receives))
      }
    })
  }
}

/** The event that Lambda makes of messages. */
export const queueEvent = (queue: Queue, messages: readonly StoredMessage[]) => ({
  Records: messages.map((message) => ({
    messageId: message.messageId,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: systemAttributesOf(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          dataType: DataType,
          stringValue: StringValue,
          binaryValue: BinaryValue,
          stringListValues: [],
          binaryListValues: [],
        },
      ]),
    ),
    md5OfBody: createHash('md5').update(message.body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: region,
  })),
})
