import type { Instant } from '../kernel/instant.ts'

/** One event as the bus takes it. */
export interface BusEntry {
  readonly source: string
  readonly detailType: string
  /** JSON of meta and data. */
  readonly detail: string
  readonly at: Instant
}

export type EntryResult = { readonly ok: true } | { readonly ok: false; readonly code: string }

/** Codes of single entries that say: later. */
export const passingCodes: readonly string[] = [
  'ThrottlingException',
  'InternalFailure',
  'InternalException',
  'ServiceUnavailable',
]

/** Of an entry of which the bus said nothing. */
export const notAnswered = { ok: false, code: 'NoAnswer' } as const satisfies EntryResult

/** Where events are published. */
export interface EventBus {
  /**
   * @param entries 1 to 10, together at most 256 KB
   * @returns one result for each entry, in order. Throws when none was taken or that is unknown
   */
  publish(entries: readonly BusEntry[]): Promise<readonly EntryResult[]>
}

export const entriesMax = 10
export const entryBytesMax = 256 * 1024

/** The size of an entry as EventBridge counts it: its texts and 14 bytes for the time. */
export const entryBytes = ({ source, detailType, detail }: BusEntry): number =>
  14 + Buffer.byteLength(source) + Buffer.byteLength(detailType) + Buffer.byteLength(detail)
