import * as z from 'zod'
import { defineRoute, nothing } from '../define-route.ts'
import { idField } from '../fields.ts'
import { leadParams } from './lead-fields.ts'

export const mergeLeads = defineRoute({
  id: 'mergeLeads',
  service: 'leads',
  summary: 'Two leads are one person: the lead of the path survives and keeps everything of both.',
  method: 'POST',
  path: '/campuses/{campusId}/leads/{leadId}/merge',
  roles: ['principal', 'campusManager', 'consultant', 'frontDesk'],
  params: leadParams,
  query: nothing,
  body: () =>
    z.object({
      mergedLeadId: idField('lead'),
      /** False when the leads are one family's for two children: both students are kept then. */
      sameStudent: z.boolean().default(true),
    }),
  reply: {
    status: 200,
    body: () =>
      z.object({
        leadId: idField('lead'),
        mergedLeadIds: z.array(idField('lead')),
        householdId: idField('household'),
        studentId: idField('student'),
      }),
  },
  refusals: { sameLead: 409 },
})
