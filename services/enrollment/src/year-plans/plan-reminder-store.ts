import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'

/** The due job: a family is reminded of an instalment of its year plan. */
export const instalmentJob = 'remind-instalment'

const remindersItem = defineItem('planReminders', () =>
  z.object({ yearPlanId: idField('yearPlan'), remindersTold: z.int() }),
)
/** How many reminders of a plan's instalments are behind. */
export type PlanReminders = ReturnType<typeof remindersItem.read>['value']

/** Those that the due index points to. */
export const findRemindersAt = async (
  { table }: CampusContext,
  { pk, sk }: ItemKey,
): Promise<Stored<PlanReminders> | undefined> => remindersItem.find(await table.get({ pk, sk }))

/**
 * @param version as it was read, or 0 for a new plan
 * @param remindAt when the next one comes; absent when all are behind
 */
export function writeReminders(
  context: CampusContext,
  { value, version }: Stored<PlanReminders>,
  remindAt: Instant | undefined,
): Write {
  const key = campusKey(context.campus, `YEARPLAN#${value.yearPlanId}`, 'REMINDERS')
  const indexes = remindAt && dueAttributes(context.campus, { job: instalmentJob, at: remindAt, key })
  return remindersItem.write(key, value, { version, ...(indexes && { indexes }) })
}
