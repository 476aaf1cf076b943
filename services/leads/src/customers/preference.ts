import type { Channel } from '@tutelage/shared/contracts/fields.ts'
import type { Preferences } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import type { Household } from './person.ts'

/** What a household may refuse. */
export type RefusableCategory = Preferences['refusedCategories'][number]

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]

/** A household that nobody asked yet refuses nothing. Rule: L12. */
export const preferencesIn = (language: Preferences['language']): Preferences => ({
  language,
  refusedChannels: [],
  refusedCategories: [],
})

/** A household after its preferences were set; each refusal counts once. Rule: L12. */
export function withPreferences(household: Household, preferences: Preferences): Household {
  const { language, refusedChannels, refusedCategories } = preferences
  return {
    ...household,
    preferences: {
      language,
      refusedChannels: unique<Channel>(refusedChannels),
      refusedCategories: unique<RefusableCategory>(refusedCategories),
    },
    preferencesVersion: household.preferencesVersion + 1,
  }
}
