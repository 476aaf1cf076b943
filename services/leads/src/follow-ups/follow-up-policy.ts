import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import * as z from 'zod'

/** Working minutes that a consultant has; defaults of ours, a campus sets its own. Rule: L6. */
export const followUpPolicy = definePolicy({
  service: 'leads',
  name: 'followUp',
  summary: 'In how many working minutes an inquiry is answered, and somebody who did not answer is tried again.',
  schema: () =>
    z.object({
      firstResponseMinutes: z.int().min(1).max(10_000).default(30),
      retryMinutes: z.int().min(1).max(10_000).default(240),
    }),
})
