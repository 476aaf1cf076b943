import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { gradesPolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** How far a score must fall to be a large fall. Rule: E15. */
export const gradesPolicy = definePolicy(declaration)
