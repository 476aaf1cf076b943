import type { Channel } from '@tutelage/shared/contracts/fields.ts'
import type { LawfulBasis } from '@tutelage/shared/contracts/leads/lead-fields.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type { Actor } from '@tutelage/shared/kernel/scope.ts'

/** When, through which channel, by whom and on what ground a datum was collected. Rule: L4. */
export interface Provenance {
  readonly collectedAt: Instant
  readonly channel: Channel
  readonly collectedBy: { readonly kind: string; readonly id: string }
  readonly lawfulBasis: LawfulBasis
  /** When the person agreed; always there when the basis is consent. */
  readonly consentedAt?: Instant | undefined
}

/** A personal datum that knows where it came from. Rule: L4. */
export interface Datum<T> {
  readonly value: T
  readonly provenance: Provenance
}

/** What the capture knew beside the data themselves. */
export interface Collection {
  readonly now: Instant
  readonly channel: Channel
  readonly actor: Actor
  readonly lawfulBasis: LawfulBasis
  readonly consentedAt?: Instant | undefined
}

/**
 * The provenance that all data of one capture share.
 * @param collection where consent is the basis and no moment of it is known, the capture itself is that moment
 * Rule: L4.
 */
export function provenanceOf({ now, channel, actor, lawfulBasis, consentedAt }: Collection): Provenance {
  const agreedAt = consentedAt ?? (lawfulBasis === 'consent' ? now : undefined)
  return {
    collectedAt: now,
    channel,
    collectedBy: { kind: actor.kind, id: actor.id },
    lawfulBasis,
    ...(agreedAt && { consentedAt: agreedAt }),
  }
}

/** A datum with its provenance. Rule: L4. */
export const collected = <T>(value: T, provenance: Provenance): Datum<T> => ({ value, provenance })

/** The same for what may not have been stated. Rule: L4. */
export const collectedIfStated = <T>(value: T | undefined, provenance: Provenance): Datum<T> | undefined =>
  value === undefined ? undefined : { value, provenance }
