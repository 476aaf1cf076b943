import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import * as declarations from '@tutelage/shared/contracts/enrollment/policies.ts'

/** How much may be charged ahead. Rule: E5. */
export const prepaymentPolicy = definePolicy(declarations.prepaymentPolicy)

/** What tiers and annual students pay less. Rule: Y3. */
export const discountPolicy = definePolicy(declarations.discountPolicy)

/** Whom a rise does not touch. Rule: E4. */
export const priceLockPolicy = definePolicy(declarations.priceLockPolicy)

/** How long a list may be, and an offer lasts. Rule: E3. */
export const waitingListPolicy = definePolicy(declarations.waitingListPolicy)

/** What a campus asks families for. Rule: E3. */
export const documentsPolicy = definePolicy(declarations.documentsPolicy)
