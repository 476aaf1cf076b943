import { type Instant, instant } from '../kernel/instant.ts'
import type { CampusScope } from '../kernel/scope.ts'
import { shardOf } from './shard.ts'
import type { IndexAttributes, Item, ItemKey, Table } from './table.ts'

/** One partition of an index takes 1,000 writes a second; campuses are spread over four for each job. */
const dueShards = 4

const duePartition = (job: string, shard: number): string => `CH#DUE#${job}#${shard}`

/** Something that has come due. */
export interface DueItem extends ItemKey {
  readonly dueAt: Instant
}

/** What is filed as due: for which job, when, and the item that carries the attributes. */
export interface Due {
  readonly job: string
  readonly at: Instant
  readonly key: ItemKey
}

/**
 * The attributes that make an item wait for its moment. A put without them takes it out again.
 * @param due job: the due job's name; key: of the item itself
 */
export const dueAttributes = (campus: CampusScope, { job, at, key }: Due): IndexAttributes => ({
  duePk: duePartition(job, shardOf(campus.campusId, dueShards)),
  dueSk: `${at}#${key.pk}#${key.sk}`,
})

function dueItemOf({ pk, sk, dueSk }: Item): DueItem {
  return { pk, sk, dueAt: instant((dueSk ?? '').split('#')[0] ?? '') }
}

/**
 * What has come due for a job, the longest due first. The index may lag: the job looks at the item itself before it acts.
 * @param limit 1 to 1000
 */
export async function readDue(table: Table, job: string, now: Instant, limit = 100): Promise<readonly DueItem[]> {
  // `$` is the next character after `#`: all keys of that very moment are within.
  const sk = { from: '0', to: `${now}$` }
  const shards = Array.from({ length: dueShards }, (_, shard) => duePartition(job, shard))
  const pages = await Promise.all(shards.map((pk) => table.query({ index: 'due', pk, sk, limit })))
  return pages
    .flatMap(({ items }) => items.map(dueItemOf))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0))
    .slice(0, limit)
}
