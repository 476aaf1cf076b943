import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { progressReportsPolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** When progress reports are sent. Rule: E16. */
export const progressReportsPolicy = definePolicy(declaration)
