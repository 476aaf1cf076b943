import { type Language, languageField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { HouseholdId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'

/** `preferenceVersion` is that of the household where it is owned. */
const languageItem = defineItem('householdLanguage', () =>
  z.object({ language: languageField(), preferenceVersion: z.int().min(0) }),
)

const keyOf = ({ campus }: CampusContext, householdId: HouseholdId) =>
  campusKey(campus, `HOUSEHOLD#${householdId}`, 'LANGUAGE')

/** The language that a household chose, as far as it reached us. */
export async function findLanguage(context: CampusContext, householdId: HouseholdId) {
  return languageItem.find(await context.table.get(keyOf(context, householdId)))
}

/** @param version of the item as it was read, 0 when there is none */
export const writeLanguage = (
  context: CampusContext,
  householdId: HouseholdId,
  kept: { readonly language: Language; readonly preferenceVersion: number; readonly version: number },
): Write => {
  const { version, ...value } = kept
  return languageItem.write(keyOf(context, householdId), value, { version })
}
