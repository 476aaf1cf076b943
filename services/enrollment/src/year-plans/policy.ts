import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { yearPlanPolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** What year plans cost, and how long after its last day a plan is waited for. Rule: E11. */
export const yearPlanPolicy = definePolicy(declaration)
