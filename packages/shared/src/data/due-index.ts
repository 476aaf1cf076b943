import { type Instant, instant } from '../kernel/instant.ts'
import type { CampusScope } from '../kernel/scope.ts'
import { shardOf } from './shard.ts'
import type { IndexAttributes, Item, ItemKey, Query, Table } from './table.ts'

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

/** Which job, until when, and how many of each partition are read at once (1 to 1000). */
export interface DueQuery {
  readonly job: string
  readonly now: Instant
  readonly pageItems?: number
}

/**
 * What has come due for a job, page by page, the longest due of each page first. What stays due is passed over: it holds up
 * nothing that comes after it. The index may lag: the job looks at the item itself before it acts.
 */
export async function* duePages(
  table: Table,
  { job, now, pageItems = 100 }: DueQuery,
): AsyncGenerator<readonly DueItem[], void> {
  // `$` is the next character after `#`: all keys of that very moment are within.
  const sk = { from: '0', to: `${now}$` }
  let queries = Array.from({ length: dueShards }, (_, shard): Query => {
    return { index: 'due', pk: duePartition(job, shard), sk, limit: pageItems }
  })
  while (queries.length > 0) {
    const pages = await Promise.all(queries.map(async (query) => ({ query, page: await table.query(query) })))
    const items = pages.flatMap(({ page }) => page.items.map(dueItemOf))
    yield items.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0))
    queries = pages.flatMap(({ query, page: { nextCursor: cursor } }) => (cursor ? [{ ...query, cursor }] : []))
  }
}

/** Everything that is due for a job at once, for those who know that it is little. */
export const readDue = async (table: Table, job: string, now: Instant): Promise<readonly DueItem[]> =>
  (await Array.fromAsync(duePages(table, { job, now }))).flat()
