import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { makeUpPolicy as declaration } from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'

/** Which classes grant make-ups, and for how long. Rule: E9. */
export const makeUpPolicy = definePolicy(declaration)
