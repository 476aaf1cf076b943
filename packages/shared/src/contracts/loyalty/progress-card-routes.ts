import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { defineRoute, noBody } from '../define-route.ts'
import { idField, instantField, pageOf, pageQuery } from '../fields.ts'

export const listProgressCards = defineRoute({
  id: 'listProgressCards',
  service: 'loyalty',
  summary: "A student's progress cards, the current one first.",
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/progress-cards',
  roles: staffRoles,
  params: () => z.object({ campusId: idField('campus'), studentId: idField('student') }),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      pageOf(
        z.object({
          progressCardId: idField('progressCard'),
          studentId: idField('student'),
          status: z.enum(['open', 'completed']),
          steps: z.int(),
          stampedOnIssue: z.int(),
          /** Those stamped on issue included. */
          stamped: z.int(),
          rewardPoints: z.int(),
          issuedAt: instantField(),
          completedAt: instantField().optional(),
        }),
      ),
  },
  refusals: {},
})
