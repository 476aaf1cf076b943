import type { RouteContract } from '../contracts/define-route.ts'
import type { HttpResult } from './http-event.ts'
import { type ProblemError, problemOf } from './problem.ts'
import { problemPage } from './problem-page.ts'

/** Of every answer: nothing of ours is cached, sniffed or framed. */
const guards = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
}

/** Our pages are one document with its style in it: no scripts, no frames, forms to ourselves. */
const pageGuards = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
}

/** Names an answer in the logs, and ties it to what it set in motion. */
export interface Trace {
  readonly requestId: string
  readonly correlationId: string
}

const traceHeaders = ({ requestId, correlationId }: Trace) => ({
  'x-request-id': requestId,
  'x-correlation-id': correlationId,
})

const versionOf = (reply: unknown): unknown =>
  typeof reply === 'object' && reply !== null && 'version' in reply ? reply.version : undefined

/** JSON that anybody may read, such as the service's own description. */
export function jsonAnswer(body: unknown, trace: Trace): HttpResult {
  const headers = { ...guards, ...traceHeaders(trace), 'content-type': 'application/json' }
  return { statusCode: 200, headers, body: JSON.stringify(body) }
}

/**
 * What a use case replied, as its contract says: JSON with an `ETag` where asked for, or a page.
 * @param options replayed when it is the answer that was given to the first request with this idempotency key
 */
export function replyAnswer(
  route: RouteContract,
  reply: unknown,
  trace: Trace,
  options: { readonly replayed: boolean },
): HttpResult {
  const page = route.produces === 'text/html'
  const version = route.etag ? versionOf(reply) : undefined
  return {
    statusCode: route.reply.status,
    headers: {
      ...guards,
      ...(page && pageGuards),
      ...traceHeaders(trace),
      'content-type': page ? 'text/html; charset=utf-8' : 'application/json',
      ...(version !== undefined && { etag: `"${version}"` }),
      ...(options.replayed && { 'idempotency-replayed': 'true' }),
    },
    body: page ? String(reply) : JSON.stringify(reply ?? {}),
  }
}

/** A problem document; a short page instead where a page was asked for in a browser. */
export function problemAnswer(error: ProblemError, trace: Trace, options: { readonly page: boolean }): HttpResult {
  const headers = { ...guards, ...traceHeaders(trace), ...error.extra.headers }
  const problem = problemOf(error, trace.requestId)
  if (options.page) {
    const pageHeaders = { ...headers, ...pageGuards, 'content-type': 'text/html; charset=utf-8' }
    return { statusCode: error.status, headers: pageHeaders, body: problemPage(problem) }
  }
  const jsonHeaders = { ...headers, 'content-type': 'application/problem+json' }
  return { statusCode: error.status, headers: jsonHeaders, body: JSON.stringify(problem) }
}
