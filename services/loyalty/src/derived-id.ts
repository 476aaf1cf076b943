import { createHash } from 'node:crypto'
import { type CampusId, type HouseholdId, type Id, type IdKind, idFromDigest } from '@tutelage/shared/kernel/ids.ts'

/** Sixteen and more bytes that the same parts always give. */
export const digestOf = (...parts: readonly (string | number)[]): Uint8Array =>
  createHash('sha256').update(JSON.stringify(parts)).digest()

/** An id that the same parts always give: for what may be made by whichever event comes first. */
export const derivedId = <Kind extends IdKind>(kind: Kind, ...parts: readonly (string | number)[]): Id<Kind> =>
  idFromDigest(kind, digestOf(kind, ...parts))

/**
 * The member that a household is in a campus, known before it joined: payments may be heard of before the enrollment.
 * Rule: Y1.
 */
export const memberIdOf = (campusId: CampusId, householdId: HouseholdId): Id<'member'> =>
  derivedId('member', campusId, householdId)
