import { randomBytes } from 'node:crypto'
import type { Caller } from '../policies/access-control.ts'

/** Whose access key a request carries, and which service it was signed for. */
export interface Signature {
  readonly accessKeyId: string
  readonly service: string
}

/** @returns undefined when the header is no AWS signature; the signature itself is not checked */
export function readSignature(authorization: string | undefined): Signature | undefined {
  const [, accessKeyId, service] =
    /Credential=([^/]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(authorization ?? '') ?? []
  return accessKeyId && service ? { accessKeyId, service } : undefined
}

/** Access keys given out to functions. Any other key is the operator's. */
export class Credentials {
  readonly #callers = new Map<string, Caller>()

  /** A new key for a function. */
  issue(name: string, roleArn: string): string {
    const key = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`
    this.#callers.set(key, { kind: 'function', name, roleArn })
    return key
  }

  callerOf(accessKeyId: string): Caller {
    return this.#callers.get(accessKeyId) ?? { kind: 'operator' }
  }
}
