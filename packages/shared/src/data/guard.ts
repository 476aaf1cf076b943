import { createHash } from 'node:crypto'
import * as z from 'zod'
import { whenAsked } from '../contracts/deferred.ts'
import { addMs, dayMs, epochMs, type Instant } from '../kernel/instant.ts'
import type { Scope } from '../kernel/scope.ts'
import type { Change, Rest } from './context.ts'
import { chainKey } from './keys.ts'
import type { Item, ItemKey, Table, Write } from './table.ts'

/** An event is handled once by each subscription. */
export interface InboxGuard {
  readonly kind: 'inbox'
  /** The subscription's name: the effect. */
  readonly subscription: string
  /** Our event's id, or the id under which a partner sent its event, with the partner in front. */
  readonly eventId: string
}

/** A request with an `Idempotency-Key` takes effect once and is answered alike each time. */
export interface IdempotencyGuard {
  readonly kind: 'idempotency'
  readonly routeId: string
  /** The key as the caller gave it; kept only as part of a digest. */
  readonly key: string
  /** A digest of all that the request asks for: path, query and body. */
  readonly bodyHash: string
  /** True for routes that move money, hours, points or coupons: their keys are never forgotten. */
  readonly permanent: boolean
}

/** What makes an effect happen once: written in the same transaction as the effect. */
export type Guard = InboxGuard | IdempotencyGuard

/** What a guard's item says of an earlier time. */
export type Earlier =
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'replayed'; readonly answer: unknown; readonly rest?: Rest }
  | { readonly kind: 'keyReused' }

/**
 * How long an event is known. Queues keep an event for 14 days at most; a replay from the archive of what is older meets
 * the business keys of the ledgers, which are permanent.
 */
const inboxLifeMs = 90 * dayMs
const idempotencyLifeMs = 7 * dayMs

type Told = Pick<Change<unknown>, 'answer' | 'rest'>

const secondsAfter = (now: Instant, lifeMs: number): number => Math.ceil(epochMs(addMs(now, lifeMs)) / 1000)

/** A digest, so that what a caller sent neither lengthens the key nor stands in it. */
const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

/** Keys by chain, as an actor or event is one of the chain's; the actor is part of an idempotency key. */
function guardKey(guard: Guard, scope: Scope, campusId: string): ItemKey {
  if (guard.kind === 'inbox') return chainKey(scope, `INBOX#${guard.subscription}#${guard.eventId}`, 'INBOX')
  const { kind, id } = scope.actor
  const name = digest([guard.routeId, campusId, kind, id, guard.key])
  return chainKey(scope, `IDEMPOTENCY#${guard.routeId}#${name}`, 'IDEMPOTENCY')
}

function guardItem(guard: Guard, key: ItemKey, now: Instant, { answer, rest }: Told): Item {
  if (guard.kind === 'inbox') {
    return { ...key, entity: 'inbox', version: 1, expiresAt: secondsAfter(now, inboxLifeMs) }
  }
  const kept = { ...key, entity: 'idempotency', version: 1, bodyHash: guard.bodyHash, at: now }
  const told = { answer: JSON.stringify(answer ?? null), ...(rest && { rest: { ...rest, key: { ...rest.key } } }) }
  const item = { ...kept, ...told }
  return guard.permanent ? item : { ...item, expiresAt: secondsAfter(now, idempotencyLifeMs) }
}

const restField = whenAsked(() => z.object({ job: z.string(), key: z.object({ pk: z.string(), sk: z.string() }) }))

function earlierOf(guard: Guard, item: Item): Earlier {
  if (guard.kind === 'inbox') return { kind: 'duplicate' }
  if (item.bodyHash !== guard.bodyHash) return { kind: 'keyReused' }
  const answer: unknown = JSON.parse(String(item.answer))
  return { kind: 'replayed', answer, ...(item.rest && { rest: restField().parse(item.rest) }) }
}

/** A guard at one table: asked before an effect and written with it. */
export interface GuardAt {
  /** What happened under it before, if anything did; a consistent read. */
  earlier(): Promise<Earlier | undefined>
  /** @param told the answer is kept as JSON, to be told again; with it where the rest stands, to be done */
  write(now: Instant, told: Told): Write
}

/** @param campusId of the route's path, or '' on a chain's route */
export function guardAt(table: Table, guard: Guard, scope: Scope, campusId: string): GuardAt {
  const key = guardKey(guard, scope, campusId)
  return {
    async earlier() {
      const item = await table.get(key)
      return item && earlierOf(guard, item)
    },
    write: (now, told) => ({ op: 'put', item: guardItem(guard, key, now, told), when: 'absent' }),
  }
}
