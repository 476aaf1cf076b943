import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, pageOf, pageQuery, textField } from '../fields.ts'
import { complaintHistory, complaintReply, complaintStatement, statedInvestigation } from './complaint-fields.ts'
import { complaintChannelField, deskField, severityField } from './events.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))

export const fileComplaint = defineRoute({
  id: 'fileComplaint',
  service: 'feedback',
  summary:
    'A complaint is received, recorded and routed; a verbal one that was settled on the spot goes to the archive.',
  method: 'POST',
  path: '/campuses/{campusId}/complaints',
  roles: ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'],
  params: () => z.object(campus()),
  query: nothing,
  body: () =>
    z.object({
      householdId: idField('household'),
      studentId: idField('student').optional(),
      channel: complaintChannelField().exclude(['partner']),
      severity: severityField(),
      text: textField(4_000),
      /** Of a verbal complaint only: what was found and agreed at once. */
      settledOnTheSpot: statedInvestigation().optional(),
    }),
  reply: { status: 201, body: complaintReply },
  refusals: { notVerbal: 422, majorNotOnTheSpot: 422 },
})

export const listComplaints = defineRoute({
  id: 'listComplaints',
  service: 'feedback',
  summary: 'Complaints by state and desk; of each desk the longest filed first.',
  method: 'GET',
  path: '/campuses/{campusId}/complaints',
  roles: ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'],
  params: () => z.object(campus()),
  query: () =>
    z.object({
      state: z.enum(['open', 'resolved', 'archived']).default('open'),
      desk: deskField().optional(),
      ...pageQuery(),
    }),
  body: noBody,
  reply: { status: 200, body: () => pageOf(complaintReply()) },
  refusals: {},
})

export const getComplaint = defineRoute({
  id: 'getComplaint',
  service: 'feedback',
  summary: 'One complaint with its words and all that was done; the words only for the desks that answer for it.',
  method: 'GET',
  path: '/campuses/{campusId}/complaints/{complaintId}',
  roles: ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'],
  params: () => z.object({ ...campus(), complaintId: idField('complaint') }),
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        ...complaintReply().shape,
        /** Left out for who need not see them: the front desk, and of a major one all but the principal's line. */
        statements: z.array(complaintStatement()).optional(),
        history: z.array(complaintHistory()),
      }),
  },
  refusals: {},
})

export const investigateComplaint = defineRoute({
  id: 'investigateComplaint',
  service: 'feedback',
  summary:
    'What lay behind it, who or what was responsible, what was agreed; the desk that answers the family has it then.',
  method: 'POST',
  path: '/campuses/{campusId}/complaints/{complaintId}/investigation',
  roles: ['principal', 'campusManager', 'learningManager'],
  params: () => z.object({ ...campus(), complaintId: idField('complaint') }),
  query: nothing,
  body: statedInvestigation,
  reply: { status: 200, body: complaintReply },
  refusals: { notOpen: 409, notHandedOver: 409, notYourDesk: 403 },
})
