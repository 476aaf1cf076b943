import type { Clock } from '../kernel/instant.ts'
import type { Log } from './context.ts'
import {
  type BusEntry,
  type EntryResult,
  type EventBus,
  entriesMax,
  entryBytes,
  entryBytesMax,
  notAnswered,
  passingCodes,
} from './event-bus.ts'
import { type OutboxItem, sentWrite } from './outbox.ts'
import type { ItemKey, Table } from './table.ts'

/** What publishing works with. */
export interface RelayPorts {
  readonly table: Table
  readonly bus: EventBus
  readonly clock: Clock
  readonly log: Log
}

export interface RelayResult {
  readonly sent: number
  /** The items of which something was not published, in their order; they stay unsent. */
  readonly failed: readonly ItemKey[]
  /** The bus did not answer, or put every event off: more of them would fare no better now. */
  readonly busIsOut: boolean
}

interface Addressed {
  readonly item: OutboxItem
  readonly entry: BusEntry
}

/** Chunks that the bus takes in one call: at most 10 entries and 256 KB, in order. */
function chunksOf(entries: readonly Addressed[]): readonly (readonly Addressed[])[] {
  const chunks: Addressed[][] = []
  let room = { entries: 0, bytes: 0 }
  for (const addressed of entries) {
    const bytes = entryBytes(addressed.entry)
    if (room.entries === 0 || room.bytes < bytes) {
      chunks.push([])
      room = { entries: entriesMax, bytes: entryBytesMax }
    }
    chunks.at(-1)?.push(addressed)
    room = { entries: room.entries - 1, bytes: room.bytes - bytes }
  }
  return chunks
}

/** One result for each entry, whatever happens; undefined when the bus as a whole is out. */
async function published(ports: RelayPorts, chunk: readonly Addressed[]): Promise<readonly EntryResult[] | undefined> {
  try {
    return await ports.bus.publish(chunk.map(({ entry }) => entry))
  } catch (error) {
    ports.log.error('bus out', { reason: error instanceof Error ? error.name : 'unknown', entries: chunk.length })
    return undefined
  }
}

interface Published {
  readonly failed: ReadonlySet<OutboxItem>
  readonly busIsOut: boolean
}

const saysLater = (result: EntryResult): boolean =>
  !result.ok && (result.code === notAnswered.code || passingCodes.includes(result.code))

/** After a call that the bus as a whole did not answer the rest is not tried. */
async function publishAll(ports: RelayPorts, entries: readonly Addressed[]): Promise<Published> {
  const failed = new Set<OutboxItem>()
  const answers: EntryResult[] = []
  let out = false
  for (const chunk of chunksOf(entries)) {
    const results: readonly EntryResult[] | undefined = out ? undefined : await published(ports, chunk)
    out = results === undefined
    for (const [at, { item, entry }] of chunk.entries()) {
      const result = results?.[at] ?? notAnswered
      answers.push(result)
      if (result.ok) continue
      failed.add(item)
      if (!out) ports.log.warn('event not published', { event: entry.detailType, code: result.code })
    }
  }
  return { failed, busIsOut: out || (answers.length > 0 && answers.every(saysLater)) }
}

/** An item that is published but stays unsent is published again by the sweeper: the same events, which nobody takes twice. */
async function markSent({ table, clock, log }: RelayPorts, items: readonly OutboxItem[]): Promise<void> {
  const marks = await Promise.allSettled(items.map((item) => table.transact([sentWrite(item, clock.now())])))
  const unmarked = marks.filter((mark) => mark.status === 'rejected' || !mark.value.done).length
  if (unmarked > 0) log.warn('published but not marked', { items: unmarked })
}

/**
 * Publishes outbox items and marks those sent of which every event was taken.
 * @param items from the table's stream or the sweeper; those already sent are left alone
 * @returns what failed, to be delivered again; it never throws for the bus
 */
export async function relay(ports: RelayPorts, items: readonly OutboxItem[]): Promise<RelayResult> {
  const unsent = items.filter(({ status }) => status === 'unsent')
  const entries = unsent.flatMap((item) => item.entries.map((entry) => ({ item, entry })))
  const { failed, busIsOut } = await publishAll(ports, entries)
  const sent = unsent.filter((item) => !failed.has(item))
  await markSent(ports, sent)
  return { sent: sent.length, failed: [...failed].map(({ key }) => key), busIsOut }
}
