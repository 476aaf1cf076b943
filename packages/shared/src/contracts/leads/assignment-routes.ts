import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, languageField, lineField, pageOf, pageQuery } from '../fields.ts'
import { ifMatchRefusals } from '../if-match.ts'
import { campusParams, leadParams, leadReply } from './lead-fields.ts'

const consultantSettings = whenAsked(() => ({
  name: lineField(80),
  email: z.email().max(254),
  language: languageField().default('zh-CN'),
  /** How many leads at most in 30 days; the policy of the campus where left out. */
  capacityPer30Days: z.int().min(0).max(10_000).optional(),
  onLeave: z.boolean().default(false),
  optedOut: z.boolean().default(false),
}))
const consultant = whenAsked(() =>
  z.object({
    staffId: idField('staff'),
    ...consultantSettings(),
    /** Leads taken in the last 30 days of the campus's calendar. */
    assignedIn30Days: z.int(),
    version: z.int(),
  }),
)
const params = whenAsked(() => z.object({ campusId: idField('campus'), staffId: idField('staff') }))
const managers = ['principal', 'campusManager'] as const

export const setConsultant = defineRoute({
  id: 'setConsultant',
  service: 'leads',
  summary: 'Registers a consultant of the campus, or changes capacity, leave and opt-out.',
  method: 'PUT',
  path: '/campuses/{campusId}/consultants/{staffId}',
  roles: managers,
  params,
  query: nothing,
  body: () => z.object(consultantSettings()),
  reply: { status: 200, body: consultant },
  refusals: ifMatchRefusals,
  etag: true,
})

export const getConsultant = defineRoute({
  id: 'getConsultant',
  service: 'leads',
  summary: 'A consultant of the campus and how many leads they took.',
  method: 'GET',
  path: '/campuses/{campusId}/consultants/{staffId}',
  roles: [...managers, 'consultant'],
  params,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: consultant },
  refusals: {},
  etag: true,
})

export const listConsultants = defineRoute({
  id: 'listConsultants',
  service: 'leads',
  summary: 'The consultants of the campus.',
  method: 'GET',
  path: '/campuses/{campusId}/consultants',
  roles: [...managers, 'consultant', 'frontDesk'],
  params: campusParams,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(consultant()) },
  refusals: {},
  hidden: { 'items.email': ['frontDesk'] },
})

export const listLeads = defineRoute({
  id: 'listLeads',
  service: 'leads',
  summary: 'The leads of a consultant, oldest first.',
  method: 'GET',
  path: '/campuses/{campusId}/leads',
  roles: [...managers, 'consultant'],
  params: campusParams,
  query: () => z.object({ consultantId: idField('staff'), ...pageQuery() }),
  body: noBody,
  reply: { status: 200, body: () => pageOf(leadReply()) },
  refusals: { notYourList: 403 },
})

export const listLeadPool = defineRoute({
  id: 'listLeadPool',
  service: 'leads',
  summary: 'The pool: leads that nobody owns, oldest first.',
  method: 'GET',
  path: '/campuses/{campusId}/lead-pool',
  roles: [...managers, 'consultant'],
  params: campusParams,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(leadReply()) },
  refusals: {},
})

const assigned = {
  status: 200,
  body: () =>
    z.object({
      leadId: idField('lead'),
      consultantId: idField('staff'),
      followUpId: idField('followUp'),
      firstResponseDueAt: instantField(),
    }),
} as const

export const assignLead = defineRoute({
  id: 'assignLead',
  service: 'leads',
  summary: 'The manager gives a lead to a consultant, whatever their capacity.',
  method: 'POST',
  path: '/campuses/{campusId}/leads/{leadId}/assignment',
  roles: managers,
  params: leadParams,
  query: nothing,
  body: () => z.object({ consultantId: idField('staff') }),
  reply: assigned,
  refusals: { unknownConsultant: 422, leadClosed: 409, alreadyTheirs: 409 },
})

export const claimLead = defineRoute({
  id: 'claimLead',
  service: 'leads',
  summary: 'A consultant takes a lead from the pool, within their capacity.',
  method: 'POST',
  path: '/campuses/{campusId}/leads/{leadId}/claim',
  roles: ['consultant'],
  params: leadParams,
  query: nothing,
  body: noBody,
  reply: assigned,
  refusals: { unknownConsultant: 403, leadClosed: 409, notInPool: 409, cannotTake: 409 },
})
