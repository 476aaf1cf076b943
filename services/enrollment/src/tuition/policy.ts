import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import * as declarations from '@tutelage/shared/contracts/enrollment/policies.ts'

/** For how long a payment can be refunded. Rule: E13. */
export const refundPolicy = definePolicy(declarations.refundPolicy)

/** When tuition is due, and when the family hears of it. Rule: E8. */
export const dunningPolicy = definePolicy(declarations.dunningPolicy)
