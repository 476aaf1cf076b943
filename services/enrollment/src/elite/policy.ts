import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { elitePolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** Who is admitted to an elite class, and for how long a seat is kept. Rule: E12. */
export const elitePolicy = definePolicy(declaration)
