import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { refundPolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** For how long a payment can be refunded. Rule: E13. */
export const refundPolicy = definePolicy(declaration)
