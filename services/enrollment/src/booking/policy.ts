import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { bookingPolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** How early one-to-one lessons are booked and cancelled. Rule: E2. */
export const bookingPolicy = definePolicy(declaration)
