import { basePayChange } from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import { idField, instantField, monthField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { BasePay } from './base-pay.ts'

const basePayItem = defineItem('basePay', () =>
  z.object({ teacherId: idField('staff'), changes: z.array(basePayChange()) }),
)
/** A month whose base pay was posted for everybody. */
const postedItem = defineItem('basePayMonth', () => z.object({ month: monthField(), postedAt: instantField() }))

const partition = 'BASEPAY'
const postedPartition = 'BASEPAYMONTHS'
const basePayKey = ({ campus }: CampusContext, teacherId: StaffId): ItemKey => campusKey(campus, partition, teacherId)

/** A teacher's base pay; without any change, of version 0, when none was set. */
export async function loadBasePay(context: CampusContext, teacherId: StaffId): Promise<Stored<BasePay>> {
  const stored = basePayItem.find(await context.table.get(basePayKey(context, teacherId)))
  return stored ?? { value: { teacherId, changes: [] }, version: 0 }
}

/** @param version as it was read, or 0 when none was set */
export const writeBasePay = (context: CampusContext, { value, version }: Stored<BasePay>): Write =>
  basePayItem.write(
    basePayKey(context, value.teacherId),
    { teacherId: value.teacherId, changes: [...value.changes] },
    { version },
  )

/** One page of all base pay that was ever set, by teacher. */
export const listBasePay = ({ table, campus }: CampusContext, page: PageRequest) =>
  readPage(table, basePayItem, { pk: campusPartition(campus, partition), ...page })

/** The last month whose base pay was posted for everybody. */
export async function findLastBasePayMonth({ table, campus }: CampusContext): Promise<string | undefined> {
  const pk = campusPartition(campus, postedPartition)
  const { items } = await readPage(table, postedItem, { pk, limit: 1, descending: true })
  return items[0]?.value.month
}

/** The base pay of a month was posted for everybody: known once, for ever. */
export const addBasePayMonth = ({ campus, now }: CampusContext, month: string): Write =>
  postedItem.write(campusKey(campus, postedPartition, month), { month, postedAt: now }, { version: 0 })
