import { closedPayMonthReply } from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import { monthField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import { shardOf } from '@tutelage/shared/data/shard.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'

/** Every posting checks up to which month pay is closed: a campus's teachers are spread, so that their sheets rarely meet. */
const shards = 16

/** Up to which month pay is closed, for the teachers of one shard. */
const shardItem = defineItem('payClosedThrough', () => z.object({ closedThrough: monthField() }))
const closedItem = defineItem('closedPayMonth', closedPayMonthReply)
export type ClosedPayMonth = z.output<ReturnType<typeof closedPayMonthReply>>

const partition = 'PAYMONTHS'
const keyOf = ({ campus }: CampusContext, shard: number): ItemKey => campusKey(campus, partition, `SHARD#${shard}`)

/** What stands of a shard: its version is what a posting checks. */
export interface ClosedThrough {
  readonly shard: number
  /** The last closed month; undefined while none is. */
  readonly month?: string
  readonly version: number
}

const loadShards = (context: CampusContext, numbers: readonly number[]): Promise<readonly ClosedThrough[]> =>
  Promise.all(
    numbers.map(async (shard) => {
      const stored = shardItem.find(await context.table.get(keyOf(context, shard)))
      return { shard, version: stored?.version ?? 0, ...(stored && { month: stored.value.closedThrough }) }
    }),
  )

/** Up to which month the pay of some teachers is closed. */
export interface Closings {
  /** The last closed month of one of these teachers; undefined while none is. */
  of(teacherId: StaffId): string | undefined
  /** The commit fails when a month was closed since this was read; one check for each shard. */
  readonly checks: readonly Write[]
}

/** Reads each shard of some teachers once, so that what is decided and what is checked are the same. */
export async function loadClosings(context: CampusContext, teacherIds: readonly StaffId[]): Promise<Closings> {
  const numbers = new Set(teacherIds.map((teacherId) => shardOf(teacherId, shards)))
  const read = await loadShards(context, [...numbers])
  return {
    of: (teacherId) => read.find(({ shard }) => shard === shardOf(teacherId, shards))?.month,
    checks: read.map(({ shard, version }) => ({
      op: 'check',
      key: keyOf(context, shard),
      when: version === 0 ? 'absent' : { version },
    })),
  }
}

/** All shards: they say the same, for they are written together. */
export const loadAllShards = (context: CampusContext): Promise<readonly ClosedThrough[]> =>
  loadShards(
    context,
    Array.from({ length: shards }, (_, shard) => shard),
  )

/** Closes a month, and with it all before: the shards that every posting checks, and who did it. */
export const closeThrough = (
  context: CampusContext,
  read: readonly ClosedThrough[],
  closed: ClosedPayMonth,
): readonly Write[] => [
  ...read.map(({ shard, version }) =>
    shardItem.write(keyOf(context, shard), { closedThrough: closed.month }, { version }),
  ),
  closedItem.write(campusKey(context.campus, partition, `MONTH#${closed.month}`), closed, { version: 0 }),
]

/** One page of the months that were closed, the latest first. */
export const listClosed = ({ table, campus }: CampusContext, page: PageRequest) =>
  readPage(table, closedItem, {
    pk: campusPartition(campus, partition),
    sk: { beginsWith: 'MONTH#' },
    descending: true,
    ...page,
  })
