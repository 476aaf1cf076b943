import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { whenAsked } from '../contracts/deferred.ts'
import type { CampusContext } from '../data/context.ts'
import { chainKey } from '../data/keys.ts'
import { accept, type Decision, refuse } from '../kernel/decision.ts'
import { epochMs, type Instant, instantFromEpochMs } from '../kernel/instant.ts'

/** What a link lets its bearer do, with what, in this campus, until when. */
export interface LinkGrant {
  /** Such as `survey`; a link for one purpose is none for another. */
  readonly purpose: string
  /** The id of the thing; no personal data, since it can be read from the link. */
  readonly subject: string
  /** From this moment on the link is expired. */
  readonly expiresAt: Instant
}

/** `invalidLink`: altered, of another campus or purpose, or none of ours. */
export type LinkRefusal = 'invalidLink' | 'linkExpired'

const grantText = whenAsked(() => z.tuple([z.string(), z.string(), z.int().min(0)]))
const keyItem = whenAsked(() => z.object({ secret: z.string().min(32) }))

const keyAt = (context: CampusContext) => chainKey(context.scope, 'LINKS', 'SIGNING-KEY')

async function storedSecret(context: CampusContext): Promise<string | undefined> {
  const item = await context.table.get(keyAt(context))
  return item && keyItem().parse(item).secret
}

/** The service's own signing key, made at its first link; a rival's key stands if it came first. */
async function signingKey(context: CampusContext): Promise<string> {
  const stored = await storedSecret(context)
  if (stored) return stored
  const entropy = Array.from({ length: 4 }, () => context.ids.next('request')).join()
  const secret = createHash('sha256').update(entropy).digest('base64url')
  const item = { ...keyAt(context), entity: 'linkSigningKey', version: 1, secret }
  await context.table.transact([{ op: 'put', item, when: 'absent' }])
  return (await storedSecret(context)) ?? secret
}

const signature = (key: string, campusId: string, payload: string): Buffer =>
  createHmac('sha256', key).update(`${campusId}.${payload}`).digest()

/**
 * Signs a link's token for this campus.
 * @returns text that is safe in a path: the grant and its HMAC-SHA256, in base64url
 */
export async function issueLink(context: CampusContext, grant: LinkGrant): Promise<string> {
  const key = await signingKey(context)
  const content = JSON.stringify([grant.purpose, grant.subject, epochMs(grant.expiresAt)])
  const payload = Buffer.from(content).toString('base64url')
  return `${payload}.${signature(key, context.campus.campusId, payload).toString('base64url')}`
}

/**
 * What a token grants. That it is used once is for the use case to see to.
 * @returns the subject, or refuses `invalidLink` or `linkExpired`
 */
export async function readLink(
  context: CampusContext,
  purpose: string,
  token: string,
): Promise<Decision<LinkGrant, LinkRefusal>> {
  const [payload = '', signed = ''] = token.split('.')
  const given = Buffer.from(signed, 'base64url')
  const secret = await storedSecret(context)
  if (!secret) return refuse('invalidLink')
  const right = signature(secret, context.campus.campusId, payload)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return refuse('invalidLink')
  const [grantedPurpose, subject, expires] = grantText().parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  if (grantedPurpose !== purpose) return refuse('invalidLink')
  const expiresAt = instantFromEpochMs(expires)
  return context.now < expiresAt ? accept({ purpose, subject, expiresAt }) : refuse('linkExpired')
}
