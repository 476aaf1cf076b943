import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { progressCardPolicy } from '@tutelage/shared/contracts/loyalty/policies.ts'

/** What a progress card of a campus is like when it is issued. Rule: Y9. */
export const progressCardRules = definePolicy(progressCardPolicy)
