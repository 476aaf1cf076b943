import type { Context as LambdaContext } from 'aws-lambda'
import type { Role } from '../kernel/scope.ts'
import type { HttpEvent, HttpResult } from '../lambda/http-event.ts'

/** What a test asks a service's HTTP handler. */
export interface Asked {
  readonly method: string
  /** With `?query`, if any. */
  readonly path: string
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Whose token comes along: the role, in all campuses unless told. Nobody's when left out. */
  readonly as?: Role | { readonly role: string; readonly campuses?: string; readonly id?: string }
}

/** The invocation of a function in a test. */
export const lambdaContext: LambdaContext = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:test',
  memoryLimitInMB: '512',
  awsRequestId: 'test',
  logGroupName: 'test',
  logStreamName: 'test',
  getRemainingTimeInMillis: () => 30_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
}

function claimsOf(as: NonNullable<Asked['as']>): Record<string, unknown> {
  const { role, campuses = '*', id = `stf_demo-${role}` } = typeof as === 'string' ? { role: as } : as
  return { sub: id, 'custom:role': role, 'custom:campuses': campuses }
}

/** The request as the gateway hands it over. */
export function httpEvent({ method, path, body, headers = {}, as }: Asked): HttpEvent {
  const [rawPath = '', rawQueryString = ''] = path.split('?')
  const isText = typeof body === 'string'
  return {
    rawPath,
    rawQueryString,
    headers: { ...(body !== undefined && !isText && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
    requestContext: {
      requestId: 'request-0001',
      http: { method },
      ...(as !== undefined && { authorizer: { jwt: { claims: claimsOf(as) } } }),
    },
  }
}

/** What came back; `body` parsed where it is JSON. */
export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test names the members that it expects
  readonly body: any
}

type Handler = (event: HttpEvent, context: LambdaContext) => Promise<HttpResult>

/** Asks a handler and reads its answer. */
export async function ask(handler: Handler, asked: Asked): Promise<Answered> {
  const result = await handler(httpEvent(asked), lambdaContext)
  const isJson = result.headers['content-type']?.includes('json')
  return {
    status: result.statusCode,
    headers: result.headers,
    text: result.body,
    body: isJson ? JSON.parse(result.body) : undefined,
  }
}
