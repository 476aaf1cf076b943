import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { apiHost } from '../assembly/api-kinds.ts'
import { accountId } from '../assembly/arns.ts'
import type { HttpAnswer, HttpRequest } from '../endpoint/http-answer.ts'
import type { ApiRoute, HttpApi } from './http-api.ts'

export interface ProxyRequest {
  readonly request: HttpRequest
  readonly api: HttpApi
  readonly route: ApiRoute
  readonly variables: Readonly<Record<string, string>>
  readonly claims: Readonly<Record<string, unknown>> | undefined
  readonly sourceIp: string
  readonly nowMs: number
}

/** A request as a function sees it: payload format 2.0. */
export function proxyEvent({ request, api, route, variables, claims, sourceIp, nowMs }: ProxyRequest): unknown {
  const headers = headersOf(request, sourceIp)
  const cookies = request.headers.cookie?.split(';').map((cookie) => cookie.trim())
  const text = isText(headers['content-type'])
  const query = Object.fromEntries(
    [...new Set(request.query.keys())].map((name) => [name, request.query.getAll(name).join(',')]),
  )
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: request.path,
    rawQueryString: request.query.toString(),
    ...(cookies && { cookies }),
    headers,
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(Object.keys(variables).length > 0 && { pathParameters: variables }),
    ...(api.stageVariables && { stageVariables: api.stageVariables }),
    requestContext: {
      accountId,
      apiId: api.id,
      ...(claims && { authorizer: { jwt: { claims: textClaims(claims), scopes: null } } }),
      ...{
        domainName: apiHost(api.id),
        domainPrefix: api.id,
        requestId: randomUUID(),
        routeKey: route.key,
        stage: '$default',
      },
      http: {
        ...{ method: request.method, path: request.path, protocol: 'HTTP/1.1', sourceIp },
        userAgent: request.headers['user-agent'] ?? '',
      },
      time: logTime(nowMs),
      timeEpoch: nowMs,
    },
    ...(request.body.length > 0 && { body: request.body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !text,
  }
}

function headersOf(request: HttpRequest, sourceIp: string): Record<string, string> {
  const given = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined || name === 'cookie' ? [] : [[name, Array.isArray(value) ? value.join(',') : value] as const],
  )
  const added = { 'x-forwarded-for': sourceIp, 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' }
  return { ...Object.fromEntries(given), ...added, 'x-amzn-trace-id': `Root=1-${randomUUID()}` }
}

/** Which bodies API Gateway hands over as text; all others come in base64. */
const isText = (contentType: string | undefined): boolean =>
  contentType === undefined || /^\s*(text\/|application\/([a-z0-9.+-]+\+)?(json|xml|javascript)\b)/i.test(contentType)

/** API Gateway makes a text of every claim; of a list one in brackets. */
const textClaims = (claims: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  )

/** `22/Nov/2026:03:24:21 +0000` */
function logTime(atMs: number): string {
  const [, day = '', month = '', year = '', time = ''] =
    /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(atMs).toUTCString()) ?? []
  return `${day}/${month}/${year}:${time} +0000`
}

const structured = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
})

/** What a function's answer means to the caller; undefined when API Gateway would not understand it. */
export function proxyAnswer(payload: string): HttpAnswer | undefined {
  const value: unknown = JSON.parse(payload)
  const inferred = typeof value !== 'object' || value === null || !('statusCode' in value)
  if (inferred)
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: typeof value === 'string' ? value : payload,
    }
  const parsed = structured.safeParse(value)
  if (!parsed.success) return undefined
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...lowerCased(headers ?? {}),
      ...(cookies && { 'set-cookie': cookies }),
    },
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  }
}

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
