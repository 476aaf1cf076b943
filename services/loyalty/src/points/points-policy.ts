import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { pointsPolicy } from '@tutelage/shared/contracts/loyalty/policies.ts'

/** How spend earns points, when they can be used and when they expire. Rule: Y4. */
export const pointsRules = definePolicy(pointsPolicy)
