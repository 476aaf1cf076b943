import type { Preferences } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { type Household, isSameName, type Student, withGapsFilled } from '../customers/person.ts'
import { withPreferences } from '../customers/preference.ts'

const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])]

/** What either was called, apart from what the survivor is called now. */
const otherNames = (survivor: Student, merged: Student) =>
  [...survivor.otherNames, merged.name, ...merged.otherNames].filter(({ value }) => !isSameName(survivor.name, value))

/**
 * One student out of two records: the survivor's data count, the other's fill its gaps, and both numbers and names stay with it.
 * Rule: L2, L3.
 */
export const mergedStudent = (survivor: Student, merged: Student): Student => ({
  ...survivor,
  ...withGapsFilled(survivor, merged),
  otherNames: otherNames(survivor, merged),
  formerNumbers: union(survivor.formerNumbers, [merged.number, ...merged.formerNumbers]),
})

const refusals = ({ refusedChannels, refusedCategories }: Preferences): number =>
  refusedChannels.length + refusedCategories.length

/**
 * One household out of two: all guardians, all students but the one who turned out to be another, the survivor's
 * language, and whatever either refused stays refused.
 * @param goneStudentId the student's record that the merge ends; undefined when both records go on
 * @returns with its next `preferencesVersion` when it refuses more than before
 * Rule: L3, L12.
 */
export function mergedHousehold(survivor: Household, merged: Household, goneStudentId?: StudentId): Household {
  const joined: Household = {
    ...survivor,
    campusIds: union(survivor.campusIds, merged.campusIds),
    guardianIds: union(survivor.guardianIds, merged.guardianIds),
    studentIds: union(survivor.studentIds, merged.studentIds).filter((studentId) => studentId !== goneStudentId),
    mergedHouseholdIds: union(survivor.mergedHouseholdIds, [merged.householdId, ...merged.mergedHouseholdIds]).filter(
      (householdId) => householdId !== survivor.householdId,
    ),
  }
  const preferences: Preferences = {
    language: survivor.preferences.language,
    refusedChannels: union(survivor.preferences.refusedChannels, merged.preferences.refusedChannels),
    refusedCategories: union(survivor.preferences.refusedCategories, merged.preferences.refusedCategories),
  }
  return refusals(preferences) > refusals(survivor.preferences) ? withPreferences(joined, preferences) : joined
}
