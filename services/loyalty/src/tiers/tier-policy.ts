import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { tierPolicy } from '@tutelage/shared/contracts/loyalty/policies.ts'

/** The ladder of a campus. Rule: Y2. */
export const tiers = definePolicy(tierPolicy)
