import * as z from 'zod'
import { defineRoute, noBody } from '../define-route.ts'
import { currencyField, idField, localDateField } from '../fields.ts'

export const getPrepaid = defineRoute({
  id: 'getPrepaid',
  service: 'enrollment',
  summary:
    'Prepaid tuition of a campus at the end of a day: received less refunded less consumed, as it happened by one day and was recorded by another.',
  method: 'GET',
  path: '/campuses/{campusId}/prepaid',
  roles: ['principal', 'campusManager', 'finance'],
  params: () => z.object({ campusId: idField('campus') }),
  query: () =>
    z.object({
      /** What had happened by the end of this day; today, if absent. */
      on: localDateField().optional(),
      /** What was recorded by the end of this day; today, if absent. */
      recordedOn: localDateField().optional(),
    }),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        on: localDateField(),
        recordedOn: localDateField(),
        currency: currencyField(),
        receivedMinor: z.int(),
        refundedMinor: z.int(),
        /** Earned by lessons that were held. */
        consumedMinor: z.int(),
        prepaidMinor: z.int(),
        /** How the figures come about, in the names of the fields. */
        formula: z.string(),
      }),
  },
  refusals: { tooFarApart: 422 },
  tables: ['figures'],
})
