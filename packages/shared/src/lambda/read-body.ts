import type { RouteContract } from '../contracts/define-route.ts'
import type { HttpEvent } from './http-event.ts'
import { ProblemError } from './problem.ts'
import { type JsonProblem, readJson } from './strict-json.ts'

/** The largest body that is read. */
export const maxBodyBytes = 1024 * 1024

const sentences: Readonly<Record<JsonProblem, string>> = {
  malformed: 'The body is not JSON.',
  duplicateKey: 'An object of the body has the same key twice.',
  forbiddenKey: 'An object of the body has a key that is not allowed.',
  tooDeep: 'The body is nested too deep.',
  malformedText: 'A text of the body holds half a character.',
}

/**
 * The body as text.
 * @throws ProblemError 413 when it is larger than `maxBodyBytes`, 400 when its bytes are no UTF-8
 */
export function bodyTextOf(event: HttpEvent): string {
  const { body = '', isBase64Encoded = false } = event
  const bytes = isBase64Encoded ? Buffer.from(body, 'base64') : undefined
  if ((bytes?.length ?? Buffer.byteLength(body)) > maxBodyBytes) {
    throw new ProblemError(413, 'bodyTooLarge', { detail: `The body is larger than ${maxBodyBytes} bytes.` })
  }
  if (!bytes) return body
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ProblemError(400, 'malformedText', { detail: 'The body is not UTF-8.' })
  }
}

function readForm(text: string): Record<string, string> {
  const pairs = [...new URLSearchParams(text)]
  const problem = pairs.some(([key]) => key === '__proto__')
    ? 'forbiddenKey'
    : new Set(pairs.map(([key]) => key)).size < pairs.length && 'duplicateKey'
  if (problem) throw new ProblemError(400, problem, { detail: 'A field of the form is not allowed or sent twice.' })
  return Object.fromEntries(pairs)
}

/**
 * The body as its route reads it: JSON, or a form as an object of strings; undefined for a route without one.
 * @throws ProblemError 415 for another content type, 400 for what cannot be read
 */
export function readBody(route: RouteContract, text: string, headers: Readonly<Record<string, string>>): unknown {
  if (route.consumes === 'none') return undefined
  const contentType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  if (contentType !== route.consumes) {
    throw new ProblemError(415, 'unsupportedContentType', {
      detail: `This route reads ${route.consumes}.`,
      headers: { accept: route.consumes },
    })
  }
  if (route.consumes === 'application/x-www-form-urlencoded') return readForm(text)
  const read = readJson(text)
  if ('value' in read) return read.value
  throw new ProblemError(400, read.problem === 'malformed' ? 'malformedJson' : read.problem, {
    detail: sentences[read.problem],
    errors: [{ path: 'body', code: read.problem, message: sentences[read.problem] }],
  })
}
