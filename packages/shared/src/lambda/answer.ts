import { createHash } from 'node:crypto'
import { type RouteContract, workbookType } from '../contracts/define-route.ts'
import type { TableAsked } from '../documents/reply-table.ts'
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

const contentTypes = {
  'application/json': 'application/json',
  'text/html': 'text/html; charset=utf-8',
  'text/calendar': 'text/calendar; charset=utf-8',
  'text/csv': 'text/csv; charset=utf-8',
  [workbookType]: workbookType,
} as const

/** A calendar is fetched again and again: it is kept by who fetches it, and asked for by its tag. */
function calendarAnswer(text: string, trace: Trace, ifNoneMatch: string | undefined): HttpResult {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
  const headers = { ...guards, ...traceHeaders(trace), 'cache-control': 'private, no-cache', etag }
  const known = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(etag)) return { statusCode: 304, headers, body: '' }
  return { statusCode: 200, headers: { ...headers, 'content-type': contentTypes['text/calendar'] }, body: text }
}

/** What of the request bears on the answer. */
export interface AnswerOptions {
  /** It is the answer that was given to the first request with this idempotency key. */
  readonly replayed: boolean
  /** The tags that the caller has, of `If-None-Match`. */
  readonly ifNoneMatch?: string | undefined
  /** The table that the caller wants instead of JSON. */
  readonly table?: TableAsked | undefined
}

/** A list goes on where the cursor says; in JSON it is a member of the reply. */
const cursorOf = (reply: unknown): unknown =>
  typeof reply === 'object' && reply !== null && 'nextCursor' in reply ? reply.nextCursor : undefined

async function tableAnswer(route: RouteContract, reply: unknown, trace: Trace, table: TableAsked): Promise<HttpResult> {
  const { replyCsv } = await import('../documents/reply-table.ts')
  const cursor = cursorOf(reply)
  const headers = { ...guards, ...traceHeaders(trace), 'content-type': contentTypes['text/csv'], vary: 'accept' }
  return {
    statusCode: route.reply.status,
    headers: { ...headers, ...(typeof cursor === 'string' && { 'x-next-cursor': cursor }) },
    body: replyCsv(route, reply, table),
  }
}

/** What a use case replied, as its contract says: JSON with an `ETag` where asked for, a page, a table, or a calendar with its tag. */
export async function replyAnswer(
  route: RouteContract,
  reply: unknown,
  trace: Trace,
  options: AnswerOptions,
): Promise<HttpResult> {
  if (route.produces === 'text/calendar') return calendarAnswer(String(reply), trace, options.ifNoneMatch)
  if (options.table) return tableAnswer(route, reply, trace, options.table)
  const page = route.produces === 'text/html'
  const version = route.etag ? versionOf(reply) : undefined
  return {
    statusCode: route.reply.status,
    headers: {
      ...guards,
      ...(page && pageGuards),
      ...traceHeaders(trace),
      'content-type': contentTypes[route.produces],
      ...(version !== undefined && { etag: `"${version}"` }),
      ...(options.replayed && { 'idempotency-replayed': 'true' }),
    },
    body: route.produces === 'application/json' ? JSON.stringify(reply ?? {}) : String(reply),
    ...(route.produces === workbookType && { isBase64Encoded: true }),
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
