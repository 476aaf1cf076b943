import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type AwsCall, parseInput } from '../endpoint/aws-call.ts'
import { AwsError } from '../endpoint/aws-error.ts'
import type { Queue, QueueHub } from './queue-hub.ts'

const startInput = z.object({
  SourceArn: z.string(),
  DestinationArn: z.string().optional(),
  MaxNumberOfMessagesPerSecond: z.number().optional(),
})

/** SQS's redrive of dead letters. Here a task is done when it is answered. */
export class MoveTasks {
  readonly #hub: QueueHub
  readonly #now: () => number
  readonly #done: { readonly SourceArn: string; readonly Status: string; readonly [detail: string]: unknown }[] = []

  constructor(hub: QueueHub, now: () => number) {
    this.#hub = hub
    this.#now = now
  }

  start(input: unknown, call: AwsCall): unknown {
    const { SourceArn, DestinationArn } = parseInput(startInput, input)
    const source = this.#queue(SourceArn)
    const target = DestinationArn ? this.#queue(DestinationArn) : undefined
    for (const action of ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage']) {
      call.authorize({ action: `sqs:${action}`, resource: source.arn })
    }
    if (target) call.authorize({ action: 'sqs:SendMessage', resource: target.arn })
    const isDeadLetterQueue = this.#hub.list().some(({ deadLetter }) => deadLetter?.queue === source.name)
    if (!isDeadLetterQueue && !target)
      throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.')
    const moved = this.#hub.redrive(source, target)
    const TaskHandle = Buffer.from(randomUUID()).toString('base64')
    const counts = { ApproximateNumberOfMessagesMoved: moved, ApproximateNumberOfMessagesToMove: moved }
    this.#done.unshift({
      SourceArn,
      Status: 'COMPLETED',
      ...(DestinationArn && { DestinationArn }),
      ...counts,
      StartedTimestamp: this.#now(),
    })
    return { TaskHandle }
  }

  list(input: unknown, call: AwsCall): unknown {
    const { SourceArn } = parseInput(z.object({ SourceArn: z.string() }), input)
    call.authorize({ action: 'sqs:ListMessageMoveTasks', resource: SourceArn })
    return { Results: this.#done.filter((task) => task.SourceArn === SourceArn).slice(0, 10) }
  }

  #queue(arn: string): Queue {
    const queue = this.#hub.find(arn)
    if (!queue)
      throw new AwsError(
        'ResourceNotFoundException',
        "The resource that you specified for the SourceArn parameter doesn't exist.",
      )
    return queue
  }
}
