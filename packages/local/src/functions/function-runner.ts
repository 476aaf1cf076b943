import { randomUUID } from 'node:crypto'
import type { FunctionDefinition } from './function-definition.ts'
import { FunctionWorker, type InvocationResult, type WorkerSetting } from './function-worker.ts'
import type { WorkerBudget } from './worker-budget.ts'

interface Slot {
  worker: FunctionWorker | undefined
  busy: boolean
}

export interface RunnerOptions {
  /** Invocations at a time. */
  readonly concurrency: number
  readonly budget: WorkerBudget
  readonly setting: Omit<WorkerSetting, 'definition'>
}

/** Runs one function: a few workers, each started when first needed, and callers waiting for a free one. */
export class FunctionRunner {
  readonly definition: FunctionDefinition
  readonly #options: RunnerOptions
  readonly #slots: Slot[]
  readonly #waiting: ((slot: Slot) => void)[] = []

  constructor(definition: FunctionDefinition, options: RunnerOptions) {
    this.definition = definition
    this.#options = options
    this.#slots = Array.from({ length: options.concurrency }, () => ({ worker: undefined, busy: false }))
  }

  /** True while an invocation runs or waits. */
  get busy(): boolean {
    return this.#slots.some(({ busy }) => busy)
  }

  /** @param event the event's JSON */
  async invoke(event: string, requestId: string = randomUUID()): Promise<InvocationResult> {
    const slot = await this.#freeSlot()
    try {
      return await this.#workerOf(slot).invoke(event, requestId)
    } finally {
      const next = this.#waiting.shift()
      if (next) next(slot)
      else slot.busy = false
    }
  }

  #freeSlot(): Slot | Promise<Slot> {
    const free = this.#slots.filter(({ busy }) => !busy)
    const slot = free.find(({ worker }) => worker && !worker.ended) ?? free[0]
    if (!slot) return new Promise((take) => this.#waiting.push(take))
    slot.busy = true
    return slot
  }

  #workerOf(slot: Slot): FunctionWorker {
    if (slot.worker && !slot.worker.ended) return slot.worker
    const worker = new FunctionWorker({ ...this.#options.setting, definition: this.definition })
    slot.worker = worker
    this.#options.budget.add(worker, () => slot.busy && slot.worker === worker)
    return worker
  }
}
