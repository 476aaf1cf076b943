import { z } from 'zod'
import type { LocalCloud } from '../local-cloud.ts'

/** How a test talks to the sample cloud: over HTTP, as anybody would. */
export interface SampleClient {
  token(user?: string, expiresInSeconds?: number): Promise<string>
  call(method: string, path: string, options?: CallOptions): Promise<CallAnswer>
  /** Depth of the queue whose name contains a text. */
  depth(name: string): Promise<{ readonly visible: number; readonly inFlight: number }>
}

export interface CallOptions {
  readonly body?: unknown
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface CallAnswer {
  readonly status: number
  readonly body: unknown
  readonly headers: Headers
}

const depths = z.object({ queues: z.array(z.object({ name: z.string(), visible: z.number(), inFlight: z.number() })) })

export function sampleClient(cloud: LocalCloud): SampleClient {
  const call: SampleClient['call'] = async (method, path, { body, token, headers } = {}) => {
    const response = await fetch(cloud.gatewayUrl + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text, headers: response.headers }
  }
  return {
    call,
    token: async (user = 'consultant', expiresInSeconds = 3_600) => {
      const { body } = await call('POST', '/_local/token', { body: { user, expiresInSeconds } })
      return z.object({ token: z.string() }).parse(body).token
    },
    depth: async (name) => {
      const { queues } = depths.parse((await call('GET', '/_local/queues')).body)
      const found = queues.find((queue) => queue.name.includes(name))
      if (!found) throw new Error(`no queue ${name}`)
      return found
    },
  }
}
