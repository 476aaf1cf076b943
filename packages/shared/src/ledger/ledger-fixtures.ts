import type { Decision } from '../kernel/decision.ts'
import { idFromDigest } from '../kernel/ids.ts'
import { addMs, dayMs, type Instant, instant } from '../kernel/instant.ts'
import { type BusinessKey, businessKey, type LedgerEntry, type Line, type Lot } from './entry.ts'

/** For tests: noon of the n-th day. */
export const day = (n: number): Instant => addMs(instant('2026-01-01T12:00:00Z'), n * dayMs)

/** For tests: the n-th entry id. */
export const entryId = (n: number) =>
  idFromDigest(
    'entry',
    Uint8Array.from({ length: 16 }, (_, at) => (at < 12 ? 0 : (n >>> (8 * (15 - at))) & 255)),
  )

/** For tests: the value of a decision that must have been accepted. */
export function accepted<T>(decision: Decision<T>): T {
  if (!decision.ok) throw new Error(`refused: ${decision.code} ${JSON.stringify(decision.details)}`)
  return decision.value
}

/** For tests: the code of a refusal, or `accepted`. */
export const codeOf = (decision: Decision<unknown>): string => (decision.ok ? 'accepted' : decision.code)

/** For tests: an entry that happened and was recorded at noon of day n. */
export const entry = (n: number, kind: string, lines: readonly Line[], key?: BusinessKey): LedgerEntry => ({
  entryId: entryId(n),
  businessKey: key ?? businessKey(kind, String(n)),
  kind,
  occurredAt: day(n),
  recordedAt: day(n),
  causationId: `cause-${n}`,
  lines,
})

/** For tests: the facts of a reversal on day n. */
export const reversal = (n: number, onSpent: 'debt' | 'refuse') => ({
  entryId: entryId(n),
  kind: 'reversed',
  occurredAt: day(n),
  recordedAt: day(n),
  causationId: `cause-${n}`,
  onSpent,
})

/** For tests: a lot acquired on a day, expiring on another. */
export const lotOf = (lotId: string, acquiredOn: number, expiresOn?: number): Lot => ({
  lotId,
  acquiredAt: day(acquiredOn),
  ...(expiresOn === undefined ? {} : { expiresAt: day(expiresOn) }),
})
