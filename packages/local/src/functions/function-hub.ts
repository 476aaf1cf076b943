import { functionNameOf } from '../assembly/arns.ts'
import type { Queue } from '../queues/queue-hub.ts'
import type { FunctionRunner } from './function-runner.ts'
import type { InvocationResult } from './function-worker.ts'

/** Every function of the cloud, by name or ARN. */
export class FunctionHub {
  readonly #runners = new Map<string, FunctionRunner>()

  add(runner: FunctionRunner): void {
    this.#runners.set(runner.definition.name, runner)
  }

  find(nameOrArn: string): FunctionRunner | undefined {
    return this.#runners.get(functionNameOf(nameOrArn))
  }

  list(): readonly FunctionRunner[] {
    return [...this.#runners.values()]
  }

  get busy(): boolean {
    return this.list().some((runner) => runner.busy)
  }

  /** @throws Error when there is no such function */
  async invoke(nameOrArn: string, event: string, requestId?: string): Promise<InvocationResult> {
    const runner = this.find(nameOrArn)
    if (!runner) throw new Error(`no function ${nameOrArn}`)
    return runner.invoke(event, requestId)
  }
}

const asyncAttempts = 3

/** Asynchronous invocations wait in a queue of their own, three attempts each, as Lambda documents. */
export const asyncQueueOf = (functionName: string, deadLetterQueue: string | undefined): Queue => ({
  name: asyncQueueName(functionName),
  arn: `local:${asyncQueueName(functionName)}`,
  visibilityMs: 900_000,
  ...{ delayMs: 0, waitMs: 0, maxBytes: 1_048_576, retentionSeconds: 21_600 },
  deadLetter: { queue: deadLetterQueue ?? lostEvents, maxReceives: asyncAttempts },
})

export const asyncQueueName = (functionName: string): string => `lambda.${functionName}`

/** Where asynchronous events end that failed three times and whose function has no dead-letter queue. */
export const lostEvents = 'lambda.lost-events'
