import { createHash } from 'node:crypto'
import { type Id, type IdKind, idFromDigest } from '../kernel/ids.ts'

/** 32 bytes that the same parts always give, and others do not. */
export const digestOf = (...parts: readonly (string | number)[]): Uint8Array =>
  createHash('sha256').update(JSON.stringify(parts)).digest()

/** An id that the same parts always give: for what may be made by whichever event comes first. */
export const derivedId = <Kind extends IdKind>(kind: Kind, ...parts: readonly (string | number)[]): Id<Kind> =>
  idFromDigest(kind, digestOf(kind, ...parts))
