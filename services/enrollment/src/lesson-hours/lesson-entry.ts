import type { Decision } from '@tutelage/shared/kernel/decision.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'

/** What an entry is told beside its lines: its id, both clocks and the request or event behind it. */
export type EntryFacts = Pick<LedgerEntry, 'entryId' | 'occurredAt' | 'recordedAt' | 'causationId'>

/** The lesson, payment, refund or entry that an entry is about. */
export const subjectOf = (entry: LedgerEntry): string => entry.reverses ?? entry.businessKey.split('/')[1] ?? ''

/**
 * What a posting that was drafted from the book itself gives: the ledger has no reason to refuse it.
 * @throws Error when it does: a defect
 */
export function posted<T>(decision: Decision<T>): T {
  if (decision.ok) return decision.value
  throw new Error(`the ledger refuses its own draft: ${decision.code}`)
}
