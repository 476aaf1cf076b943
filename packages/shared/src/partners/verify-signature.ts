import { createHmac, timingSafeEqual } from 'node:crypto'
import { epochMs, type Instant, minuteMs } from '../kernel/instant.ts'

/** What a Standard Webhooks signature is over, from the request as it was sent. */
export interface SignedMessage {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export const secretPrefix = 'whsec_'
const toleranceMs = 5 * minuteMs
const mostSignatures = 10

/** The signature of a message under one secret, base64. */
export function signatureOf(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64')
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/**
 * The id of a message that one of the secrets signed within 5 minutes of now. Written here in node:crypto, for the
 * `standardwebhooks` package reads the machine's own clock; a test holds the two together.
 * @param secrets of the sender that are live at this moment
 * @returns `webhook-id`, or undefined when the message is unsigned, altered, too old or from the future
 */
export function signedId(
  { headers, body }: SignedMessage,
  secrets: readonly string[],
  now: Instant,
): string | undefined {
  const id = headers['webhook-id'] ?? ''
  const timestamp = headers['webhook-timestamp'] ?? ''
  if (!/^[\x21-\x7e]{1,200}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return undefined
  if (Math.abs(epochMs(now) - Number(timestamp) * 1000) > toleranceMs) return undefined
  const signatures = (headers['webhook-signature'] ?? '').split(' ').slice(0, mostSignatures)
  const given = signatures.flatMap((text) => (text.startsWith('v1,') ? [text.slice(3)] : []))
  const expected = secrets.map((secret) => signatureOf(secret, id, timestamp, body))
  // Every pair is compared, so that the time taken tells nothing of which one matched.
  const matches = expected.flatMap((one) => given.map((other) => sameText(one, other)))
  return matches.includes(true) ? id : undefined
}
