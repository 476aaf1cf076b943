import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import * as z from 'zod'

/** How inquiries are read; defaults of ours, a campus sets its own. Rule: L3. */
export const capturePolicy = definePolicy({
  service: 'leads',
  name: 'capture',
  summary: 'The country whose phone numbers are written without a country code.',
  schema: () =>
    z.object({
      country: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .default('CN'),
    }),
})
