import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { HouseholdId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'

const tierItem = defineItem('householdTier', () =>
  z.object({ householdId: idField('household'), tier: z.string(), seen: z.int() }),
)

/** The tier of a household as loyalty last told it; `seen` is the version of what told it. */
export interface HouseholdTier {
  readonly householdId: HouseholdId
  readonly tier: string
  readonly seen: number
}

const tierKey = ({ campus }: CampusContext, householdId: HouseholdId) =>
  campusKey(campus, `HOUSEHOLD#${householdId}`, 'TIER')

export const findTier = async (
  context: CampusContext,
  householdId: HouseholdId,
): Promise<Stored<HouseholdTier> | undefined> => tierItem.find(await context.table.get(tierKey(context, householdId)))

/** @param version as it was read, or 0 */
export const writeTier = (context: CampusContext, tier: HouseholdTier, version: number): Write =>
  tierItem.write(tierKey(context, tier.householdId), { ...tier }, { version })
