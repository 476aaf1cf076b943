import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { FunctionDefinition } from './function-definition.ts'

/** How an invocation ended. */
export type InvocationResult =
  | { readonly status: 'succeeded'; readonly payload: string }
  | { readonly status: 'failed'; readonly error: FunctionError }

/** As Lambda reports a function's error. */
export interface FunctionError {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}

const errorSchema = z.object({ errorType: z.string(), errorMessage: z.string(), trace: z.array(z.string()) })
const fromWorker = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('broken'), error: errorSchema }),
  z.object({ kind: z.literal('done'), payload: z.string() }),
  z.object({ kind: z.literal('failed'), error: errorSchema }),
])

export interface WorkerSetting {
  readonly definition: FunctionDefinition
  readonly environment: Readonly<Record<string, string>>
  /** The wound clock's offset. */
  readonly offset: SharedArrayBuffer
  readonly now: () => number
  readonly log: (text: string) => void
}

const failure = (errorType: string, errorMessage: string): InvocationResult => ({
  status: 'failed',
  error: { errorType, errorMessage, trace: [] },
})

/** One execution environment of a function: a thread with its bundle, for one invocation at a time. */
export class FunctionWorker {
  readonly #setting: WorkerSetting
  readonly #thread: Worker
  readonly #started: Promise<InvocationResult | undefined>
  #finish: ((result: InvocationResult) => void) | undefined
  /** Ended, crashed or timed out: to be replaced. */
  ended = false
  idleSince = Date.now()

  constructor(setting: WorkerSetting) {
    this.#setting = setting
    const { definition, environment, offset } = setting
    this.#thread = new Worker(new URL('./worker-entry.mjs', import.meta.url), {
      name: definition.name.slice(0, 60),
      workerData: { offset, codeFile: definition.codeFile, exportName: definition.exportName },
      env: { ...environment },
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 72, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 },
    })
    for (const stream of [this.#thread.stdout, this.#thread.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => setting.log(text))
    }
    this.#started = this.#listen()
  }

  async invoke(event: string, requestId: string): Promise<InvocationResult> {
    const broken = await this.#started
    if (broken) return broken
    const { definition, now } = this.#setting
    const result = new Promise<InvocationResult>((finish) => {
      this.#finish = finish
    })
    const timer = setTimeout(() => this.#timeOut(requestId), definition.timeoutMs)
    this.#thread.postMessage({ event, context: contextFor(definition, requestId, now() + definition.timeoutMs) })
    const ended = await result
    clearTimeout(timer)
    this.idleSince = Date.now()
    return ended
  }

  async end(): Promise<void> {
    this.ended = true
    await this.#thread.terminate()
  }

  #timeOut(requestId: string): void {
    const seconds = (this.#setting.definition.timeoutMs / 1000).toFixed(2)
    const message = `${new Date(this.#setting.now()).toISOString()} ${requestId} Task timed out after ${seconds} seconds`
    this.#setting.log(`${message}\n`)
    this.#settle(failure('Sandbox.Timedout', message))
    void this.end()
  }

  #settle(result: InvocationResult): void {
    this.#finish?.(result)
    this.#finish = undefined
  }

  /** @returns once started: undefined when the bundle is ready, else what every invocation answers */
  #listen(): Promise<InvocationResult | undefined> {
    return new Promise((started) => {
      const crash = (reason: string): void => {
        this.ended = true
        const result = failure('Runtime.ExitError', reason)
        started(result)
        this.#settle(result)
      }
      this.#thread.on('error', (error) => {
        this.#setting.log(`${error instanceof Error ? error.stack : error}\n`)
        crash(error instanceof Error ? error.message : String(error))
      })
      this.#thread.on('exit', (code) => crash(`Runtime exited with code ${code}`))
      this.#thread.on('message', (message: unknown) => {
        const told = fromWorker.parse(message)
        if (told.kind === 'ready') started(undefined)
        else if (told.kind === 'broken') {
          this.ended = true
          started({ status: 'failed', error: told.error })
        } else if (told.kind === 'done') this.#settle({ status: 'succeeded', payload: told.payload })
        else this.#settle({ status: 'failed', error: told.error })
      })
    })
  }
}

function contextFor(definition: FunctionDefinition, awsRequestId: string, deadline: number) {
  return {
    awsRequestId,
    deadline,
    functionName: definition.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: definition.arn,
    memoryLimitInMB: `${definition.memoryMb}`,
    logGroupName: `/aws/lambda/${definition.name}`,
    logStreamName: 'local',
  }
}
