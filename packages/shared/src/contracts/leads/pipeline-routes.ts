import * as z from 'zod'
import { defineRoute, nothing } from '../define-route.ts'
import { idField } from '../fields.ts'
import { leadParams, lossReasonField, stageField } from './lead-fields.ts'

export const moveLead = defineRoute({
  id: 'moveLead',
  service: 'leads',
  summary: 'Moves a lead to another stage: contacted, negotiating, lost with a reason, or reopened to contacted.',
  method: 'POST',
  path: '/campuses/{campusId}/leads/{leadId}/stage',
  roles: ['principal', 'campusManager', 'consultant'],
  params: leadParams,
  query: nothing,
  body: () => z.object({ stage: stageField(), lossReason: lossReasonField().optional() }),
  reply: { status: 200, body: () => z.object({ leadId: idField('lead'), stage: stageField(), version: z.int() }) },
  refusals: { notYourLead: 403, moveNotAllowed: 409, lossReasonMissing: 422 },
})
