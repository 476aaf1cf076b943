import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { carePolicy } from '@tutelage/shared/contracts/loyalty/policies.ts'

/** Which care messages the families of a campus get. Rule: Y10. */
export const careRules = definePolicy(carePolicy)
