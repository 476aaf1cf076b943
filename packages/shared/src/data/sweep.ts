import { addMs, minuteMs } from '../kernel/instant.ts'
import { type OutboxItem, outboxItemOf, unsentBefore, unsentPartition, unsentShards } from './outbox.ts'
import { type RelayPorts, relay } from './relay.ts'
import type { Page, Query, Table } from './table.ts'

/** The relay has had its time by then. */
const overdueMs = minuteMs
const pageItems = 25
const pagesPerShard = 4

export interface SweepResult {
  readonly sent: number
  readonly failed: number
}

/** The index may lag, so what it names is read itself: the relay leaves alone what was sent meanwhile. */
async function current(table: Table, { items }: Page): Promise<readonly OutboxItem[]> {
  const found = await table.getMany(items.map(({ pk, sk }) => ({ pk, sk })))
  return found.flatMap((item) => (item && outboxItemOf(item)) ?? [])
}

async function sweepShard(ports: RelayPorts, shard: number): Promise<SweepResult> {
  const sk = unsentBefore(addMs(ports.clock.now(), -overdueMs))
  let query: Query = { index: 'due', pk: unsentPartition(shard), sk, limit: pageItems }
  let total: SweepResult = { sent: 0, failed: 0 }
  for (let page = 1; page <= pagesPerShard; page += 1) {
    const { nextCursor, ...found } = await ports.table.query(query)
    const { sent, failed } = await relay(ports, await current(ports.table, found))
    total = { sent: total.sent + sent, failed: total.failed + failed.length }
    const busIsOut = failed.length > 0 && sent === 0
    if (nextCursor === undefined || busIsOut) return total
    query = { ...query, cursor: nextCursor }
  }
  return total
}

/**
 * Publishes what a relay left behind for more than a minute, oldest first, at most 100 items of each shard. Run each
 * minute; what is left over waits for the next. Single events that the bus refuses hold up nothing after them.
 */
export async function sweep(ports: RelayPorts): Promise<SweepResult> {
  const shards = Array.from({ length: unsentShards }, (_, shard) => shard)
  const results = await Promise.all(shards.map((shard) => sweepShard(ports, shard)))
  const sent = results.reduce((sum, result) => sum + result.sent, 0)
  const failed = results.reduce((sum, result) => sum + result.failed, 0)
  if (sent + failed > 0) ports.log.warn('outbox swept', { sent, failed })
  return { sent, failed }
}
