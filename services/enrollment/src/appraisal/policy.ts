import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { appraisalPolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** How much each factor of an appraisal counts. Rule: E17. */
export const appraisalPolicy = definePolicy(declaration)
