import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { HouseholdId, Id } from '@tutelage/shared/kernel/ids.ts'
import type { CampusScope } from '@tutelage/shared/kernel/scope.ts'
import * as z from 'zod'

/** What is known of one complaint: whether it was open at the latest of its versions that came. */
const pauseItem = defineItem('complaintPause', () =>
  z.object({ complaintId: idField('complaint'), open: z.boolean(), complaintVersion: z.int() }),
)
export type ComplaintPause = ReturnType<typeof pauseItem.read>['value']

const partition = (householdId: HouseholdId): string => `COMPLAINT-PAUSES#${householdId}`

const pauseKey = (campus: CampusScope, householdId: HouseholdId, complaintId: Id<'complaint'>): ItemKey =>
  campusKey(campus, partition(householdId), complaintId)

export async function readPause(
  { table, campus }: CampusContext,
  householdId: HouseholdId,
  complaintId: Id<'complaint'>,
): Promise<Stored<ComplaintPause> | undefined> {
  return pauseItem.find(await table.get(pauseKey(campus, householdId, complaintId)))
}

/** @param version as it was read; 0 for a new one */
export const writePause = (
  { campus }: CampusContext,
  householdId: HouseholdId,
  { value, version }: Stored<ComplaintPause>,
): Write => pauseItem.write(pauseKey(campus, householdId, value.complaintId), value, { version })

/** True when any complaint of the household is open. Rule: F5. */
export async function hasOpenComplaint({ table, campus }: CampusContext, householdId: HouseholdId): Promise<boolean> {
  const { items } = await table.query({ pk: campusPartition(campus, partition(householdId)), limit: 1000 })
  return items.some((item) => pauseItem.read(item).value.open)
}
