import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { HouseholdId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'

const householdItem = defineItem('householdOfStudent', () =>
  z.object({ householdId: idField('household'), asOf: instantField() }),
)

const keyOf = ({ campus }: CampusContext, studentId: StudentId) =>
  campusKey(campus, `STUDENT#${studentId}`, 'HOUSEHOLD')

/** The household of a student that is enrolled at this campus, as far as it reached us. */
export async function findHousehold(context: CampusContext, studentId: StudentId) {
  return householdItem.find(await context.table.get(keyOf(context, studentId)))
}

/** @param kept asOf: when enrollment said so; version: of the item as it was read, 0 when there is none */
export const writeHousehold = (
  context: CampusContext,
  studentId: StudentId,
  kept: { readonly householdId: HouseholdId; readonly asOf: Instant; readonly version: number },
): Write => {
  const { version, ...value } = kept
  return householdItem.write(keyOf(context, studentId), value, { version })
}
