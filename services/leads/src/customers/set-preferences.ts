import { happened } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { checkIfMatch } from '@tutelage/shared/contracts/if-match.ts'
import type { setPreferences as contract, Preferences } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import { contactPreferenceChanged } from '@tutelage/shared/contracts/leads/events.ts'
import type { CampusContext, Change } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { HouseholdId } from '@tutelage/shared/kernel/ids.ts'
import { findHousehold, writeHousehold } from './customer-store.ts'
import type { Household } from './person.ts'
import { type RefusableCategory, withPreferences } from './preference.ts'
import { writePreferenceChange } from './preference-change-store.ts'

async function loadHousehold(context: CampusContext, id: HouseholdId): Promise<Household> {
  const household = await findHousehold(context, id)
  if (!household) throw new NotFound('household')
  return household
}

/** The change that sets a household's preferences, keeps the audit and tells every service. */
function changeTo(context: CampusContext, before: Household, preferences: Preferences): Omit<Change<never>, 'answer'> {
  const after = withPreferences(before, preferences)
  const { householdId } = after
  const occurrence = {
    campusId: context.campus.campusId,
    aggregateId: householdId,
    aggregateVersion: before.version + 1,
  }
  return {
    writes: [writeHousehold(context, after), writePreferenceChange(context, before.preferences, after)],
    events: [happened(contactPreferenceChanged, occurrence, { householdId, ...after.preferences })],
  }
}

/**
 * Sets what a household refuses and its language.
 * @returns the preferences, or refuses as `checkIfMatch` does
 * @throws NotFound when no household of this campus has that id
 * Rule: L12.
 */
export async function setPreferences({ params, body, ifMatch }: RequestOf<typeof contract>, context: CampusContext) {
  const before = await loadHousehold(context, params.householdId)
  const refused = checkIfMatch(ifMatch, before.preferencesVersion || undefined)
  if (refused) return refused
  const change = changeTo(context, before, body)
  const { householdId } = before
  const { preferences, preferencesVersion } = withPreferences(before, body)
  const answer = { householdId, preferences, version: preferencesVersion }
  return accept(await context.commit({ ...change, answer }))
}

/** One category more that a household does not want. */
export interface CategoryRefusal<Answer> {
  readonly householdId: HouseholdId
  readonly category: RefusableCategory
  /** What the caller is told once it is so. */
  readonly answer: Answer
}

/**
 * Refuses one category for a household; nothing changes when it is refused already.
 * @throws NotFound when no household of this campus has that id
 * Rule: L12.
 */
export async function refuseCategory<Answer>(
  context: CampusContext,
  { householdId, category, answer }: CategoryRefusal<Answer>,
): Promise<Answer> {
  const before = await loadHousehold(context, householdId)
  const { refusedCategories } = before.preferences
  if (refusedCategories.includes(category)) return context.commit({ writes: [], answer })
  const preferences = { ...before.preferences, refusedCategories: [...refusedCategories, category] }
  return context.commit({ ...changeTo(context, before, preferences), answer })
}
