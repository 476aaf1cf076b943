import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { dangerPolicy } from '@tutelage/shared/contracts/loyalty/policies.ts'

/** Which signals endanger the families of a campus. Rule: Y14. */
export const dangerRules = definePolicy(dangerPolicy)
