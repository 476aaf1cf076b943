import { derivedId } from '@tutelage/shared/data/derived-id.ts'
import type { CampusId, HouseholdId, Id } from '@tutelage/shared/kernel/ids.ts'

/**
 * The member that a household is in a campus, known before it joined: payments may be heard of before the enrollment.
 * Rule: Y1.
 */
export const memberIdOf = (campusId: CampusId, householdId: HouseholdId): Id<'member'> =>
  derivedId('member', campusId, householdId)
