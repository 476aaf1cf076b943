import type { Brand } from '../kernel/brand.ts'
import type { Id } from '../kernel/ids.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Account } from './account.ts'

/** The unit that a line counts: `centihours`, `points`, or a currency such as `CNY` for its minor unit. Letters, digits, hyphens. */
export type Asset = string

/** What an entry is the posting of; kept for ever, and posted once. */
export type BusinessKey = Brand<string, 'BusinessKey'>

/** One grant with its terms, which never change; how much of it is left is the sum of its lines. */
export interface Lot {
  /** Unique within a book; one purchase gives its hours and its money the same lot id. */
  readonly lotId: string
  readonly acquiredAt: Instant
  /** From this moment on it is expired. Absent: never. */
  readonly expiresAt?: Instant
  /** From this moment on a pending lot can be used. Absent: a pending lot waits for its confirmation. */
  readonly availableFrom?: Instant
}

/** One account's share of an entry. */
export interface Line {
  readonly account: Account
  readonly asset: Asset
  /** An integer of the asset's unit, not 0; positive adds to the account. */
  readonly amount: number
  /** Always there on spendable, pending and held accounts; elsewhere it tells which lot the amount came from. */
  readonly lot?: Lot
}

/** Something that happened to one owner's book, for ever: corrected by a reversal, never changed. Rule: domain §3, Ledgers. */
export interface LedgerEntry {
  readonly entryId: Id<'entry'>
  readonly businessKey: BusinessKey
  /** What it is, such as `hoursDeducted`. */
  readonly kind: string
  /** When it happened in the world. */
  readonly occurredAt: Instant
  /** When the ledger learnt of it. */
  readonly recordedAt: Instant
  /** The event or request behind it. */
  readonly causationId: string
  readonly lines: readonly Line[]
  /** The entry that this one undoes. */
  readonly reverses?: Id<'entry'>
}

/**
 * What is posted once, from the words that name it: `businessKey('hoursDeducted', lessonId, studentId)`.
 * @throws RangeError when a part is empty or holds a `/`
 */
export function businessKey(...parts: readonly string[]): BusinessKey {
  if (parts.length === 0 || parts.some((part) => part === '' || part.includes('/'))) {
    throw new RangeError('a business key is made of parts that are not empty and hold no /')
  }
  return parts.join('/') as BusinessKey
}

/** The business key of the one reversal that an entry can have. */
export const reversalKey = (entryId: Id<'entry'>): BusinessKey => businessKey('reversal', entryId)

/** What lines (of an entry or of a draft) add to an account, in the asset's unit; 0 when they do not touch it. */
export const totalOf = (lines: readonly Line[], account: Account, asset: Asset): number =>
  lines.filter((line) => line.account === account && line.asset === asset).reduce((sum, line) => sum + line.amount, 0)

/** A line on an account for a lot. */
export const line = (account: Account, asset: Asset, amount: number, lot: Lot): Line => ({
  account,
  asset,
  amount,
  lot,
})

/** One entry for each business key, whatever was delivered twice and in whatever order. */
export function distinctEntries(entries: Iterable<LedgerEntry>): LedgerEntry[] {
  const byKey = new Map<BusinessKey, LedgerEntry>()
  for (const entry of entries) {
    const known = byKey.get(entry.businessKey)
    if (!known || entry.entryId < known.entryId) byKey.set(entry.businessKey, entry)
  }
  return [...byKey.values()]
}
