import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import * as z from 'zod'

/** How leads come to consultants; defaults of ours, a campus sets its own. Rule: L5. */
export const assignmentPolicy = definePolicy({
  service: 'leads',
  name: 'assignment',
  summary: 'Whether a captured lead is assigned at once in turn, and how many leads a consultant takes in 30 days.',
  schema: () =>
    z.object({
      /** `none` leaves every lead in the pool, to be claimed. */
      mode: z.enum(['roundRobin', 'none']).default('roundRobin'),
      /** Of consultants who have none of their own. */
      capacityPer30Days: z.int().min(0).max(10_000).default(60),
    }),
})
