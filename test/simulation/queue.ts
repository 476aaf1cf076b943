import { addMs, type Clock, dayMs, type Instant, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import type { QueueRecord } from '@tutelage/shared/lambda/sqs-batch.ts'
import type { Chance } from './chance.ts'

interface Message extends QueueRecord {
  readonly visibleAt: Instant
  readonly receives: number
}

/** As the stacks have it. */
const mostReceives = 5

/** A queue as SQS keeps it: no order, now and then twice, again when it failed, and after that among the dead letters. */
export class Queue {
  #messages: Message[] = []
  #dead: Message[] = []
  #count = 0
  readonly name: string
  readonly #clock: Clock

  constructor(name: string, clock: Clock) {
    this.name = name
    this.#clock = clock
  }

  send(body: string, delayMs = 0): void {
    this.#count += 1
    const messageId = `${this.name}-${this.#count}`
    this.#messages.push({ messageId, body, receives: 0, visibleAt: addMs(this.#clock.now(), delayMs) })
  }

  get visible(): number {
    const now = this.#clock.now()
    return this.#messages.filter(({ visibleAt }) => visibleAt <= now).length
  }

  get size(): number {
    return this.#messages.length
  }

  /** What lies in it, visible or not. */
  get bodies(): readonly string[] {
    return this.#messages.map(({ body }) => body)
  }

  get dead(): number {
    return this.#dead.length
  }

  /**
   * Delivers up to so many messages, any of them.
   * @param consume answers the ids of those that failed; all of them, when it crashed
   */
  async deliver(
    chance: Chance,
    most: number,
    consume: (records: readonly QueueRecord[]) => Promise<readonly string[]>,
  ): Promise<void> {
    const batch: Message[] = []
    while (batch.length < most) {
      const now = this.#clock.now()
      const ready = this.#messages.filter(({ visibleAt }) => visibleAt <= now)
      if (ready.length === 0) break
      const message = chance.pick(ready)
      batch.push(message)
      this.#messages.splice(this.#messages.indexOf(message), 1)
    }
    if (batch.length === 0) return
    const failed = new Set(await consume(batch.map(({ messageId, body }) => ({ messageId, body }))))
    for (const message of batch) this.#settle(chance, message, failed.has(message.messageId))
  }

  #settle(chance: Chance, message: Message, failed: boolean): void {
    const receives = message.receives + 1
    const now = this.#clock.now()
    if (failed && receives >= mostReceives) this.#dead.push(message)
    else if (failed) this.#messages.push({ ...message, receives, visibleAt: addMs(now, chance.below(3 * minuteMs)) })
    else if (receives === 1 && chance.happens(0.1)) {
      this.#messages.push({ ...message, receives, visibleAt: addMs(now, chance.below(2 * dayMs)) })
    }
  }

  /** What an operator does with dead letters once the cause is gone. */
  redrive(): void {
    const now = this.#clock.now()
    this.#messages.push(...this.#dead.splice(0).map((message) => ({ ...message, receives: 0, visibleAt: now })))
  }

  /** Whatever waits is there now. */
  wake(): void {
    const now = this.#clock.now()
    this.#messages = this.#messages.map((message) => ({ ...message, visibleAt: now }))
  }
}
