import { z } from 'zod'
import { offsetMsOf, type WoundClock } from '../clock/wound-clock.ts'
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../endpoint/http-answer.ts'
import type { TokenRule } from '../gateway/http-api.ts'
import { demoUsers } from '../identity/demo-users.ts'
import type { LocalIssuer } from '../identity/local-issuer.ts'
import type { AccessControl } from '../policies/access-control.ts'
import type { AccessLedger } from '../policies/access-ledger.ts'
import type { QueueHub } from '../queues/queue-hub.ts'
import type { Weather } from '../weather/weather.ts'

export interface ControlParts {
  readonly clock: WoundClock
  /** Winds the clock and runs what fell due. */
  readonly advance: (ms: number) => void
  readonly issuer: LocalIssuer
  /** Whose tokens the APIs take; undefined when none of them has an authorizer. */
  readonly tokens: TokenRule | undefined
  readonly queues: QueueHub
  readonly weather: Weather
  readonly ledger: AccessLedger
  readonly access: AccessControl
  readonly idle: (timeoutMs: number) => Promise<readonly string[]>
}

type Handler = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>
const problem = (status: number, text: string): HttpAnswer => jsonAnswer(status, { message: text })
const tokenInput = z.object({ user: z.string(), expiresInSeconds: z.number().int().default(3_600) })
const clockInput = z.union([
  z.strictObject({ advanceMs: z.number().int().min(0) }),
  z.strictObject({ to: z.iso.datetime({ offset: true }) }),
])
const longestWaitMs = 120_000

/** `/_local/…`: what the local cloud has beyond AWS. The same on the gateway and the endpoint. */
export function localControl(parts: ControlParts): (request: HttpRequest) => Promise<HttpAnswer | undefined> {
  const handlers: Readonly<Record<string, Handler>> = {
    'GET /_local/health': () => jsonAnswer(200, { ready: true }),
    'GET /_local/users': () => jsonAnswer(200, { users: demoUsers }),
    'POST /_local/token': (request) => giveToken(parts, request),
    'GET /_local/oidc/.well-known/jwks.json': () => jsonAnswer(200, parts.issuer.jwks),
    'GET /_local/oidc/.well-known/openid-configuration': (request) => jsonAnswer(200, discovery(parts, request)),
    'GET /_local/clock': () => jsonAnswer(200, clockState(parts.clock)),
    'POST /_local/clock': (request) => windClock(parts, request),
    'GET /_local/queues': () => jsonAnswer(200, { queues: depths(parts.queues) }),
    'GET /_local/permissions': () =>
      jsonAnswer(200, { accesses: parts.ledger.lines(), permissions: parts.access.permissions() }),
    'GET /_local/idle': (request) => waitForIdle(parts, request),
    'POST /_local/calm': (request) => {
      const input = parseBody(z.object({ calm: z.boolean() }), request)
      if (!input) return problem(400, 'give {"calm": true} or {"calm": false}')
      parts.weather.calm = input.calm
      return jsonAnswer(200, { calm: input.calm })
    },
  }
  return async (request) => handlers[`${request.method} ${request.path}`]?.(request)
}

function parseBody<T>(schema: z.ZodType<T>, { body }: HttpRequest): T | undefined {
  try {
    return schema.parse(JSON.parse(body.toString('utf8')))
  } catch {
    return undefined
  }
}

async function giveToken({ issuer, tokens }: ControlParts, request: HttpRequest): Promise<HttpAnswer> {
  const input = parseBody(tokenInput, request)
  const user = demoUsers.find(({ name }) => name === input?.user)
  if (!input || !user) return problem(400, `give {"user": one of ${demoUsers.map(({ name }) => name).join(', ')}}`)
  if (!tokens) return problem(404, 'no API of this cloud takes tokens')
  return jsonAnswer(200, {
    token: await issuer.token(user, tokens.issuer, tokens.audience[0] ?? '', input.expiresInSeconds),
  })
}

const discovery = ({ tokens }: ControlParts, request: HttpRequest) => ({
  issuer: tokens?.issuer,
  jwks_uri: `http://${request.headers.host}/_local/oidc/.well-known/jwks.json`,
  id_token_signing_alg_values_supported: ['RS256'],
})

const clockState = (clock: WoundClock) => ({ now: new Date(clock.now()).toISOString(), offsetMs: offsetMsOf(clock) })

function windClock({ clock, advance }: ControlParts, request: HttpRequest): HttpAnswer {
  const input = parseBody(clockInput, request)
  if (!input) return problem(400, 'give {"advanceMs": milliseconds ≥ 0} or {"to": "an ISO instant"}')
  const ms = 'to' in input ? Date.parse(input.to) - clock.now() : input.advanceMs
  if (ms < 0) return problem(409, `the clock stands at ${new Date(clock.now()).toISOString()} and winds forward only`)
  advance(ms)
  return jsonAnswer(200, clockState(clock))
}

const depths = (hub: QueueHub) =>
  hub.list().map((queue) => ({ name: queue.name, ...hub.depth(queue), deadLetterQueue: queue.deadLetter?.queue }))

async function waitForIdle({ idle }: ControlParts, { query }: HttpRequest): Promise<HttpAnswer> {
  const asked = Number(query.get('timeoutMs') ?? 30_000)
  const busy = await idle(Math.min(longestWaitMs, Number.isFinite(asked) ? Math.max(0, asked) : 30_000))
  return jsonAnswer(busy.length === 0 ? 200 : 503, { idle: busy.length === 0, busy })
}
