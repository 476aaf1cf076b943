import type { IncomingMessage, ServerResponse } from 'node:http'

export interface HttpAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body: string | Buffer
}

/** What a request carries, its body read in full. */
export interface HttpRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** A request's body was larger than the limit. */
export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge'
}

/** @throws BodyTooLarge when the body is over `maxBytes` */
export async function readRequest(request: IncomingMessage, maxBytes: number): Promise<HttpRequest> {
  const url = new URL(request.url ?? '/', 'http://local')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= maxBytes) chunks.push(chunk)
  }
  if (size > maxBytes) throw new BodyTooLarge(`more than ${maxBytes} bytes`)
  const { method = 'GET', headers } = request
  return { method, path: url.pathname, query: url.searchParams, headers, body: Buffer.concat(chunks) }
}

export function writeAnswer(response: ServerResponse, { status, headers = {}, body }: HttpAnswer): void {
  for (const [name, value] of Object.entries(headers))
    response.setHeader(name, typeof value === 'string' ? value : [...value])
  response.statusCode = status
  response.setHeader('content-length', Buffer.byteLength(body))
  response.end(body)
}

export const jsonAnswer = (status: number, value: unknown, type = 'application/json'): HttpAnswer => ({
  status,
  headers: { 'content-type': type },
  body: JSON.stringify(value),
})
