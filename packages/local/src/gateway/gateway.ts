import { createServer, type IncomingMessage, type Server } from 'node:http'
import { arnOf } from '../assembly/arns.ts'
import { inTime } from '../clock/in-time.ts'
import {
  BodyTooLarge,
  type HttpAnswer,
  type HttpRequest,
  jsonAnswer,
  readRequest,
  writeAnswer,
} from '../endpoint/http-answer.ts'
import type { FunctionHub } from '../functions/function-hub.ts'
import type { LocalIssuer } from '../identity/local-issuer.ts'
import type { AccessControl } from '../policies/access-control.ts'
import { corsHeaders, preflightAnswer } from './cross-origin.ts'
import type { EdgeRouting } from './edge-routing.ts'
import type { ApiRoute, HttpApi } from './http-api.ts'
import { proxyAnswer, proxyEvent } from './proxy-payload.ts'
import { findRoute } from './route-matching.ts'

export interface GatewayParts {
  readonly route: EdgeRouting
  readonly functions: FunctionHub
  readonly access: AccessControl
  readonly issuer: LocalIssuer
  readonly now: () => number
  /** `/_local/…`; undefined when the path is no such. */
  readonly control: (request: HttpRequest) => Promise<HttpAnswer | undefined>
}

const maxBodyBytes = 10 * 1024 * 1024
/** A function takes no event above this; API Gateway says so with the same 413. */
const maxEventBytes = 6 * 1024 * 1024
const message = (status: number, text: string): HttpAnswer => jsonAnswer(status, { message: text })

/** What stands before the HTTP APIs, as the distribution and API Gateway together answer. */
export function createGateway(parts: GatewayParts): Server {
  return createServer({ keepAliveTimeout: 60_000 }, async (incoming, response) => {
    try {
      const request = await readRequest(incoming, maxBodyBytes)
      writeAnswer(response, (await controlled(parts, request)) ?? (await throughEdge(parts, request, incoming)))
    } catch (error) {
      writeAnswer(
        response,
        error instanceof BodyTooLarge
          ? message(413, 'Request Entity Too Large')
          : message(500, 'Internal Server Error'),
      )
    }
  })
}

const controlled = async (parts: GatewayParts, request: HttpRequest) =>
  request.path.startsWith('/_local/') ? parts.control(request) : undefined

async function throughEdge(parts: GatewayParts, request: HttpRequest, incoming: IncomingMessage): Promise<HttpAnswer> {
  const decision = parts.route(request.method, request.path)
  if (decision.kind === 'nowhere') return message(404, 'Not Found')
  if (decision.kind === 'methodNotAllowed')
    return { status: 403, headers: { 'content-type': 'text/html' }, body: 'Method not allowed' }
  const passed = { ...request, headers: { ...request.headers, ...decision.headers } }
  const preflight = preflightAnswer(decision.api.cors, passed)
  if (preflight) return preflight
  const answer = await throughApi(parts, decision.api, passed, incoming.socket.remoteAddress ?? '127.0.0.1')
  return { ...answer, headers: { ...answer.headers, ...corsHeaders(decision.api.cors, passed) } }
}

async function throughApi(
  parts: GatewayParts,
  api: HttpApi,
  request: HttpRequest,
  sourceIp: string,
): Promise<HttpAnswer> {
  const found = findRoute(api.routes, request.method, request.path)
  if (!found) return message(404, 'Not Found')
  const { route, variables } = found
  const claims = route.token ? await authorized(parts.issuer, route.token, request.headers.authorization) : undefined
  if (claims === 'unauthorized') {
    const challenge = { 'www-authenticate': 'Bearer', 'content-type': 'application/json' }
    return { ...message(401, 'Unauthorized'), headers: challenge }
  }
  if (claims === 'forbidden') return message(403, 'Forbidden')
  const event = JSON.stringify(proxyEvent({ request, api, route, variables, claims, sourceIp, nowMs: parts.now() }))
  if (Buffer.byteLength(event) > maxEventBytes) return message(413, 'Request Entity Too Large')
  return invoke(parts, api, route, event)
}

type Claims = Readonly<Record<string, unknown>>

async function authorized(
  issuer: LocalIssuer,
  rule: NonNullable<ApiRoute['token']>,
  header: string | undefined,
): Promise<Claims | 'unauthorized' | 'forbidden'> {
  const token = (header ?? '').replace(/^Bearer /i, '')
  const claims = token ? await issuer.verify(token, rule) : undefined
  if (!claims) return 'unauthorized'
  const scopes = `${claims.scope ?? claims.scp ?? ''}`.split(' ')
  return rule.scopes.length > 0 && !rule.scopes.some((scope) => scopes.includes(scope)) ? 'forbidden' : claims
}

async function invoke(
  { access, functions }: GatewayParts,
  api: HttpApi,
  route: ApiRoute,
  event: string,
): Promise<HttpAnswer> {
  const path = route.key === '$default' ? '/$default' : `/${route.pattern.method}${route.pattern.path}`
  const caller = {
    kind: 'service',
    service: 'apigateway.amazonaws.com',
    sourceArn: arnOf('execute-api', `${api.id}/$default${path}`),
  } as const
  const wanted = { action: 'lambda:InvokeFunction', resource: arnOf('lambda', `function:${route.functionName}`) }
  if (!access.check(caller, wanted).allowed) return message(500, 'Internal Server Error')
  const result = await inTime(functions.invoke(route.functionName, event), route.timeoutMs)
  if (!result) return message(503, 'Service Unavailable')
  return (
    (result.status === 'succeeded' ? proxyAnswer(result.payload) : undefined) ?? message(500, 'Internal Server Error')
  )
}
