import { createHash } from 'node:crypto'
import type { RouteContract } from '../contracts/define-route.ts'
import type { IdempotencyGuard } from '../data/guard.ts'
import type { HttpEvent } from './http-event.ts'
import { ProblemError } from './problem.ts'

type Headers = Readonly<Record<string, string>>

/** @throws ProblemError 400 when a parameter stands in the query twice: readers would differ on which counts */
export function queryOf(event: HttpEvent): Record<string, string> {
  const pairs = [...new URLSearchParams(event.rawQueryString ?? '')]
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) {
    throw new ProblemError(400, 'duplicateParameter', { detail: 'A query parameter is given twice.' })
  }
  return Object.fromEntries(pairs)
}

function badHeader(name: string, code: string, message: string): ProblemError {
  const errors = [{ path: `headers.${name}`, code, message }]
  return new ProblemError(400, code, { detail: message, errors })
}

/**
 * The version that an update builds on: `"7"`, as `ETag` gave it.
 * @throws ProblemError 400 when the header is there and no such version
 */
export function ifMatchOf({ etag, method }: RouteContract, headers: Headers): number | undefined {
  const text = headers['if-match']
  if (!etag || method === 'GET' || text === undefined) return undefined
  const version = /^(?:W\/)?"(\d{1,15})"$/.exec(text.trim())?.[1]
  if (version === undefined) throw badHeader('if-match', 'malformedIfMatch', 'If-Match is an ETag of this resource.')
  return Number(version)
}

/**
 * What makes a request with an `Idempotency-Key` take effect once.
 * @param body as it was sent
 * @throws ProblemError 400 where the contract requires a key and there is none, or it is no 1 to 200 visible characters
 */
export function idempotencyGuard(
  route: RouteContract,
  event: HttpEvent,
  headers: Headers,
  body: string,
): IdempotencyGuard | undefined {
  const key = headers['idempotency-key']
  if (route.idempotency === 'none') return undefined
  if (key === undefined) {
    if (route.idempotency !== 'required') return undefined
    throw badHeader('idempotency-key', 'idempotencyKeyRequired', 'This route needs an Idempotency-Key header.')
  }
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw badHeader('idempotency-key', 'malformedIdempotencyKey', 'An Idempotency-Key is 1 to 200 visible characters.')
  }
  const asked = JSON.stringify([event.rawPath, event.rawQueryString ?? '', headers['if-match'] ?? '', body])
  const bodyHash = createHash('sha256').update(asked).digest('base64url')
  return { kind: 'idempotency', routeId: route.id, key, bodyHash, permanent: route.idempotency === 'required' }
}
