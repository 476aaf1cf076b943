import { fullPath, type RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import * as z from 'zod'

/** What is asked of a route. */
interface Call<C extends RouteContract> {
  readonly params: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: z.input<C['body']>
  readonly idempotencyKey?: string
}

/** How a route answered: with its reply, or with the code of a refusal. */
type Answer<C extends RouteContract> =
  | { readonly ok: true; readonly reply: z.output<C['reply']['body']> }
  | { readonly ok: false; readonly code: string }

/** A request as it goes out. */
interface Outgoing {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** Sends a request to the chain: over HTTP, or to handlers in the same process. */
export type Send = (request: Outgoing) => Promise<{ readonly status: number; readonly body: unknown }>

/** The chain's routes, typed by their contracts. */
export type Api = <C extends RouteContract>(contract: C, call: Call<C>) => Promise<Answer<C>>

/** The chain cannot go on with this import: no right, no such campus, no connection. */
export class ImportStopped extends Error {
  override readonly name = 'ImportStopped'
}

const problem = z.object({ type: z.string() })

/** @throws ImportStopped for every answer that is neither the reply nor one of the contract's refusals */
export const apiOver =
  (send: Send): Api =>
  async <C extends RouteContract>(
    contract: C,
    { params, query = {}, body, idempotencyKey }: Call<C>,
  ): Promise<Answer<C>> => {
    const path = fullPath(contract).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
    const search = new URLSearchParams(query).toString()
    const headers = { ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }) }
    const { method } = contract
    const answer = await send({ method, path: search ? `${path}?${search}` : path, headers, body })
    if (answer.status === contract.reply.status) {
      return { ok: true, reply: z.parse<C['reply']['body']>(contract.reply.body, answer.body) }
    }
    const told = problem.safeParse(answer.body)
    const code = told.success ? (told.data.type.split(':').at(-1) ?? '') : ''
    if (code in contract.refusals) return { ok: false, code }
    throw new ImportStopped(`${contract.id} answered ${answer.status} ${code}`)
  }

const attempts = 5
const pauseMs = 1_000

async function sendOnce(url: string, token: string, { method, path, headers, body }: Outgoing): Promise<Response> {
  return fetch(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

/** Sends over HTTP; what got no answer, or a server's failure, is sent again a few times: each request may come twice. */
export const sendOverHttp =
  (url: string, token: string): Send =>
  async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const response = await sendOnce(url, token, request).catch((cause: unknown) => {
        if (attempt === attempts) throw new ImportStopped(`${url} does not answer`, { cause })
        return undefined
      })
      if (response) {
        const { status } = response
        const text = await response.text()
        // An event that this builds on is on its way.
        const isWaiting = status === 409 && text.includes(':notYet"')
        const isPassing = isWaiting || status === 429 || status >= 500
        if (!isPassing || attempt === attempts) return { status, body: text === '' ? undefined : JSON.parse(text) }
      }
      await new Promise((again) => setTimeout(again, pauseMs * attempt))
    }
  }
