import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { attendancePolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** What each status in a lesson means. Rule: E6. */
export const attendancePolicy = definePolicy(declaration)
