import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { selfAssessmentPolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** How often a quiz may be answered, and for how long its links hold. Rule: E18. */
export const selfAssessmentPolicy = definePolicy(declaration)
