import * as z from 'zod'
import { defineRoute, noBody } from '../define-route.ts'
import { idField, instantField, pageOf, pageQuery } from '../fields.ts'
import { memberReaders } from './membership-routes.ts'

export const listTierChanges = defineRoute({
  id: 'listTierChanges',
  service: 'loyalty',
  summary: 'Each move of a member on the ladder and why, latest first.',
  method: 'GET',
  path: '/campuses/{campusId}/members/{memberId}/tier-changes',
  roles: memberReaders,
  params: () => z.object({ campusId: idField('campus'), memberId: idField('member') }),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      pageOf(
        z.object({
          from: z.string(),
          to: z.string(),
          reason: z.enum(['spendReached', 'spendRefunded']),
          qualifyingSpendMinor: z.int(),
          /** The payment or refund that moved it. */
          causedBy: z.string(),
          changedAt: instantField(),
        }),
      ),
  },
  refusals: {},
})
