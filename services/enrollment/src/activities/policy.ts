import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { activitiesPolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** How long before an activity its families are reminded. Rule: E20. */
export const activitiesPolicy = definePolicy(declaration)
