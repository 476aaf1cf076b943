import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { renewalPolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** When students are counted, and by when they have to have paid. Rule: E14. */
export const renewalPolicy = definePolicy(declaration)
