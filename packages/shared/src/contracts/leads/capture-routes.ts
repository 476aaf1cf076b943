import * as z from 'zod'
import { defineRoute, nothing } from '../define-route.ts'
import { channelField, idField, instantField } from '../fields.ts'
import { campusParams, lawfulBasisField, statedInquiry } from './lead-fields.ts'

const refusals = { phoneInvalid: 422, contactMissing: 422 } as const

export const captureLead = defineRoute({
  id: 'captureLead',
  service: 'leads',
  summary: 'Staff record an inquiry: a new lead, or joined to the lead that the contact already has.',
  method: 'POST',
  path: '/campuses/{campusId}/leads',
  roles: ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'],
  params: campusParams,
  query: nothing,
  body: () =>
    z.object({
      channel: channelField(),
      ...statedInquiry(),
      lawfulBasis: lawfulBasisField(),
      /** When the basis is consent; now, where it is left out. */
      consentedAt: instantField().optional(),
    }),
  reply: {
    status: 201,
    body: () =>
      z.object({
        leadId: idField('lead'),
        inquiryId: idField('inquiry'),
        householdId: idField('household'),
        guardianId: idField('guardian'),
        studentId: idField('student'),
        studentNumber: z.string(),
        /** True when the inquiry joined a lead that was there. */
        joined: z.boolean(),
        /** Absent: nobody could take it, it is in the pool. */
        consultantId: idField('staff').optional(),
        followUpId: idField('followUp').optional(),
        firstResponseDueAt: instantField().optional(),
        /** Other leads that share a contact with it: to be looked at, and merged if they are one person. */
        otherLeadIds: z.array(idField('lead')),
      }),
  },
  refusals,
})

export const postInquiry = defineRoute({
  id: 'postInquiry',
  service: 'leads',
  summary:
    'The public form: anybody asks to be called back. Answers a receipt only, never whether the contact was known.',
  method: 'POST',
  path: '/campuses/{campusId}/inquiries',
  roles: ['anonymous'],
  params: campusParams,
  query: nothing,
  body: () =>
    z.object({
      ...statedInquiry(),
      /** The box that the guardian ticks; without it nothing is kept. */
      consent: z.literal(true),
      /** A field that people do not see; whoever fills it in is a robot. */
      website: z.string().max(2_000).default(''),
    }),
  reply: { status: 202, body: () => z.object({ receiptId: idField('inquiry') }) },
  refusals,
})
