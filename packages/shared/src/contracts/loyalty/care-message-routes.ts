import * as z from 'zod'
import { defineRoute, noBody } from '../define-route.ts'
import { idField, instantField, pageOf, pageQuery } from '../fields.ts'
import { suppressionReasonField } from '../message-events.ts'
import { memberReaders } from './membership-routes.ts'

export const listCareMessages = defineRoute({
  id: 'listCareMessages',
  service: 'loyalty',
  summary: 'Care messages to a household, latest first: what was asked for, sent, or held back and why.',
  method: 'GET',
  path: '/campuses/{campusId}/households/{householdId}/care-messages',
  roles: memberReaders,
  params: () => z.object({ campusId: idField('campus'), householdId: idField('household') }),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      pageOf(
        z.object({
          messageId: idField('message'),
          occasion: z.string(),
          studentId: idField('student').optional(),
          status: z.enum(['requested', 'sent', 'suppressed']),
          reason: suppressionReasonField().optional(),
          requestedAt: instantField(),
        }),
      ),
  },
  refusals: {},
})
