import { enrollmentOperations } from './enrollment/enrollment-operations.ts'
import { feedbackOperations } from './feedback/feedback-operations.ts'
import { leadsOperations } from './leads/leads-operations.ts'
import { loyaltyOperations } from './loyalty/loyalty-operations.ts'
import type { Operation } from './operation.ts'
import { policyOperations } from './policy-operations.ts'

/** Everything that the four services do: one operation for each route, subscription and job. */
export const operations: readonly Operation[] = [
  ...leadsOperations,
  ...enrollmentOperations,
  ...loyaltyOperations,
  ...feedbackOperations,
  ...policyOperations,
]
