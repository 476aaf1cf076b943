import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  getPreferences as getContract,
  listPreferenceChanges as listContract,
} from '@tutelage/shared/contracts/leads/customers-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { findHousehold } from './customer-store.ts'
import { readPreferenceChanges } from './preference-change-store.ts'

/** What a household refuses and in which language it reads. @throws NotFound when this campus has no such household */
export async function getPreferences({ params }: RequestOf<typeof getContract>, context: CampusContext) {
  const household = await findHousehold(context, params.householdId)
  if (!household) throw new NotFound('household')
  const { householdId, preferences, preferencesVersion } = household
  return accept({ householdId, preferences, version: preferencesVersion })
}

/** The audit of the preferences, latest first. @throws NotFound when this campus has no such household */
export async function listPreferenceChanges({ params, query }: RequestOf<typeof listContract>, context: CampusContext) {
  const household = await findHousehold(context, params.householdId)
  if (!household) throw new NotFound('household')
  return accept(await readPreferenceChanges(context, household.householdId, query))
}
