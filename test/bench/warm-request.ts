import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import * as z from 'zod'

const warmRequest = z.object({
  work: z.string(),
  requests: z.int(),
  /** Calls of the SDK that one request makes, and how many of them are transactions. */
  calls: z.int(),
  transactions: z.int(),
  /** Of one request, the SDK in it and the database not. */
  cpuMs: z.number(),
  /** The same calls by a handler that does nothing else. */
  handWrittenMs: z.number(),
  ratio: z.number(),
  reachMs: z.number().optional(),
  missed: z.string().optional(),
})

/** CPU of one warm request, against a handler written by hand that makes the same SDK calls. */
export type WarmRequest = z.output<typeof warmRequest>

/** The most that a warm request may take, against the handler written by hand. */
export const warmRequestReach = 1.5

/**
 * CPU of warm requests. Each was run once against DynamoDB Local; from then on both handlers are answered the bytes that
 * were recorded then, in turn, so that the database costs nothing and what the SDK does is in both.
 * @param rounds of a quarter of a second of each handler
 */
export async function warmRequests(rounds: number): Promise<WarmRequest[]> {
  const found: WarmRequest[] = []
  const worker = fork(join(import.meta.dirname, 'warm-worker.ts'), [String(rounds)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  worker.on('message', (message) => found.push(warmRequest.parse(message)))
  const [code] = await once(worker, 'exit')
  if (code !== 0) throw new Error(`the warm requests ended with ${code}`)
  return found
}
