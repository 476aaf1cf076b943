import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import { type Preferences, preferencesField } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { chainKey, chainPartition } from '@tutelage/shared/data/keys.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { HouseholdId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Household } from './person.ts'

const changeItem = defineItem('preferenceChange', () =>
  z.object({
    householdId: idField('household'),
    preferencesVersion: z.int(),
    changedAt: instantField(),
    changedBy: z.object({ kind: z.string(), id: z.string() }),
    before: preferencesField(),
    after: preferencesField(),
  }),
)

const partition = (id: HouseholdId): string => `PREFERENCES#${id}`

/** Keeps who changed the preferences, when, from what to what. Rule: Provenance. */
export function writePreferenceChange(context: CampusContext, before: Preferences, household: Household): Write {
  const { householdId, preferences, preferencesVersion } = household
  const key = chainKey(context.scope, partition(householdId), String(preferencesVersion).padStart(8, '0'))
  const { kind, id } = context.scope.actor
  const change = { changedAt: context.now, changedBy: { kind, id }, before, after: preferences }
  return changeItem.write(key, { householdId, preferencesVersion, ...change }, { version: 0 })
}

/** One page of the changes, latest first. */
export async function readPreferenceChanges(
  { table, scope }: CampusContext,
  householdId: HouseholdId,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
) {
  const page = await table.query({
    pk: chainPartition(scope, partition(householdId)),
    descending: true,
    limit,
    ...(cursor !== undefined && { cursor }),
  })
  const items = page.items.map((item) => {
    const { preferencesVersion, changedAt, changedBy, before, after } = changeItem.read(item).value
    return { version: preferencesVersion, changedAt, changedBy, before, after }
  })
  return { items, ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }) }
}
