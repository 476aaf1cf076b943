import { Duration } from 'aws-cdk-lib'
import { type EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { Place } from './place.ts'
import { queueTarget, workOn } from './queue-rights.ts'
import { WorkQueue } from './work-queue.ts'

export interface EventSubscriptionProps {
  readonly place: Place
  readonly handler: IFunction
}

/** How long a batch of events may take; a batch that a crash took along comes again after six times as long. */
export const eventsTimeout = Duration.seconds(30)

/**
 * Everything a service hears comes through one queue, so that what it cannot take now is tried again and then set aside.
 * Bus → queue → function; never bus → function, which may drop.
 */
export class EventSubscription extends Construct {
  readonly queue: WorkQueue
  readonly #place: Place

  constructor(scope: Construct, id: string, { place, handler }: EventSubscriptionProps) {
    super(scope, id)
    this.#place = place
    this.queue = new WorkQueue(this, 'Queue', { place, called: 'events', handlerTimeout: eventsTimeout })
    workOn(this.queue, handler, { batchSize: 10 })
  }

  /** Brings events of a bus that match one of these patterns into the queue; what the queue refuses becomes a dead letter. */
  hear(bus: EventBus, patterns: ReadonlyMap<string, EventPattern>): void {
    for (const [name, eventPattern] of patterns) {
      new Rule(this, name, {
        eventBus: bus,
        description: `What ${this.#place.service} hears: ${name}`,
        eventPattern,
        targets: [queueTarget(this.queue, this.queue.deadLetters)],
      })
    }
  }
}
