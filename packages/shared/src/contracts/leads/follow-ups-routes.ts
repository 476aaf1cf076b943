import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, pageOf, pageQuery, textField } from '../fields.ts'
import { campusParams, followUpOutcomeField } from './lead-fields.ts'

const shared = whenAsked(() => ({
  followUpId: idField('followUp'),
  leadId: idField('lead'),
  consultantId: idField('staff'),
  /** Why it is due: the first answer to an inquiry, another try, or a promise to call back. */
  purpose: z.enum(['firstResponse', 'retry', 'callBack', 'missedTrial']),
  dueAt: instantField(),
  createdAt: instantField(),
}))

/** A due contact with a prospect. Rule: L6. */
export const followUpReply = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ ...shared(), status: z.literal('due') }),
    z.object({ ...shared(), status: z.literal('overdue'), escalatedAt: instantField() }),
    z.object({
      ...shared(),
      status: z.literal('completed'),
      outcome: followUpOutcomeField(),
      note: z.string().optional(),
      completedAt: instantField(),
      completedBy: z.object({ kind: z.string(), id: z.string() }),
    }),
    z.object({ ...shared(), status: z.literal('cancelled'), cancelledAt: instantField() }),
  ]),
)

export const listFollowUps = defineRoute({
  id: 'listFollowUps',
  service: 'leads',
  summary: "A consultant's list by due time: what is open (due or overdue), or what was closed.",
  method: 'GET',
  path: '/campuses/{campusId}/follow-ups',
  roles: ['principal', 'campusManager', 'consultant'],
  params: campusParams,
  query: () =>
    z.object({
      consultantId: idField('staff'),
      status: z.enum(['open', 'closed']).default('open'),
      ...pageQuery(),
    }),
  body: noBody,
  reply: { status: 200, body: () => pageOf(followUpReply()) },
  refusals: { notYourList: 403 },
})

export const completeFollowUp = defineRoute({
  id: 'completeFollowUp',
  service: 'leads',
  summary: 'The contact was made or tried; another try, or the promised call back, is due then.',
  method: 'POST',
  path: '/campuses/{campusId}/follow-ups/{followUpId}/completion',
  roles: ['principal', 'campusManager', 'consultant'],
  params: () => z.object({ campusId: idField('campus'), followUpId: idField('followUp') }),
  query: nothing,
  body: () =>
    z.object({
      outcome: followUpOutcomeField(),
      note: textField(2_000).optional(),
      /** The promised moment, with the outcome `callBackLater`. */
      callBackAt: instantField().optional(),
    }),
  reply: {
    status: 200,
    body: () =>
      z.object({
        followUpId: idField('followUp'),
        completedAt: instantField(),
        nextFollowUpId: idField('followUp').optional(),
        nextDueAt: instantField().optional(),
      }),
  },
  refusals: { notYourFollowUp: 403, alreadyClosed: 409, callBackTimeMissing: 422, callBackTimePast: 422 },
})
