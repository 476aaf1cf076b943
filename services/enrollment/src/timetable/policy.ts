import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { timetablePolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** What make-up working days are for lessons. Rule: E2, Time. */
export const timetablePolicy = definePolicy(declaration)
