import { addMs, minuteMs } from '../kernel/instant.ts'
import { firstEventId, type OutboxItem, outboxItemOf, unsentBefore, unsentPartition, unsentShards } from './outbox.ts'
import { type RelayPorts, relay } from './relay.ts'
import type { Page, Query } from './table.ts'

/** The relay has had its time by then. */
const overdueMs = minuteMs
const pageItems = 25
const pagesPerShard = 4

export interface SweepResult {
  readonly sent: number
  readonly failed: number
}

/** What stands in the outbox now; `unreadable` counts what this code cannot read. */
interface Found {
  readonly items: readonly OutboxItem[]
  readonly unreadable: number
}

/** The index may lag, so what it names is read itself: the relay leaves alone what was sent meanwhile. */
async function current({ table, log }: RelayPorts, { items: named }: Page): Promise<Found> {
  const items: OutboxItem[] = []
  let unreadable = 0
  const found = await table.getMany(named.map(({ pk, sk }) => ({ pk, sk })))
  for (const stored of found.filter((one) => one !== undefined)) {
    try {
      const item = outboxItemOf(stored)
      if (item) items.push(item)
    } catch (error) {
      unreadable += 1
      log.error('outbox item not readable', { eventId: firstEventId(stored), error })
    }
  }
  return { items, unreadable }
}

async function sweepShard(ports: RelayPorts, shard: number): Promise<SweepResult> {
  const sk = unsentBefore(addMs(ports.clock.now(), -overdueMs))
  let query: Query = { index: 'due', pk: unsentPartition(shard), sk, limit: pageItems }
  let total: SweepResult = { sent: 0, failed: 0 }
  for (let page = 1; page <= pagesPerShard; page += 1) {
    const { nextCursor, ...named } = await ports.table.query(query)
    const { items, unreadable } = await current(ports, named)
    const { sent, failed, busIsOut } = await relay(ports, items)
    total = { sent: total.sent + sent, failed: total.failed + failed.length + unreadable }
    if (nextCursor === undefined || busIsOut) return total
    query = { ...query, cursor: nextCursor }
  }
  return total
}

/**
 * Publishes what a relay left behind for more than a minute, oldest first, at most 100 items of each shard. Run each
 * minute; what is left over waits for the next. What cannot be read and what the bus refuses counts as failed and holds
 * up nothing after it, unless it fills all 100 places of its shard.
 * @throws what kept a shard from being read, once the others are done
 */
export async function sweep(ports: RelayPorts): Promise<SweepResult> {
  const shards = Array.from({ length: unsentShards }, (_, shard) => shard)
  const ends = await Promise.allSettled(shards.map((shard) => sweepShard(ports, shard)))
  const results = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
  const sent = results.reduce((sum, result) => sum + result.sent, 0)
  const failed = results.reduce((sum, result) => sum + result.failed, 0)
  if (sent + failed > 0) ports.log.warn('outbox swept', { sent, failed })
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return { sent, failed }
}
