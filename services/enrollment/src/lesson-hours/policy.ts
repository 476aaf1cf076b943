import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { lessonHoursPolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** When a family is reminded that few hours are left. Rule: E8. */
export const lessonHoursPolicy = definePolicy(declaration)
