import type { FunctionWorker } from './function-worker.ts'

/** Keeps the threads of all functions together within bounds: the longest idle one makes room for a new one. */
export class WorkerBudget {
  readonly #limit: number
  readonly #idleMs: number
  readonly #workers = new Map<FunctionWorker, () => boolean>()
  readonly #reaper: NodeJS.Timeout

  /**
   * @param limit threads kept at most; a busy one is never ended, so bursts may exceed it
   * @param idleMs how long an unused thread is kept
   */
  constructor(limit: number, idleMs: number) {
    this.#limit = limit
    this.#idleMs = idleMs
    this.#reaper = setInterval(() => this.#reap(), Math.min(idleMs, 10_000)).unref()
  }

  /** @param busy says whether the worker runs an invocation */
  add(worker: FunctionWorker, busy: () => boolean): void {
    this.#forgetEnded()
    const excess = this.#workers.size + 1 - this.#limit
    for (const idle of this.#idle().slice(0, Math.max(0, excess))) void this.#end(idle)
    this.#workers.set(worker, busy)
  }

  async endAll(): Promise<void> {
    clearInterval(this.#reaper)
    await Promise.all([...this.#workers.keys()].map((worker) => this.#end(worker)))
  }

  #idle(): FunctionWorker[] {
    return [...this.#workers]
      .filter(([, busy]) => !busy())
      .map(([worker]) => worker)
      .sort((a, b) => a.idleSince - b.idleSince)
  }

  #reap(): void {
    this.#forgetEnded()
    const before = Date.now() - this.#idleMs
    for (const worker of this.#idle()) if (worker.idleSince < before) void this.#end(worker)
  }

  #forgetEnded(): void {
    for (const worker of this.#workers.keys()) if (worker.ended) this.#workers.delete(worker)
  }

  async #end(worker: FunctionWorker): Promise<void> {
    this.#workers.delete(worker)
    await worker.end()
  }
}
