import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { channelField, idField, instantField, languageField, localDateField, pageOf, pageQuery } from '../fields.ts'
import { ifMatchRefusals } from '../if-match.ts'
import { followUpReply } from './follow-ups-routes.ts'
import { leadParams, leadReply, lossReasonField, provenanceReply, stageField } from './lead-fields.ts'
import { trialBookingReply } from './trials-routes.ts'

/** What a household may refuse. Receipts go out always, staff messages are not for households. Rule: L12. */
export const refusableCategoryField = whenAsked(() => z.enum(['service', 'care', 'survey', 'promotion']))

/** In which language a household reads, and what it does not want. Rule: L12. */
export const preferencesField = whenAsked(() =>
  z.object({
    language: languageField(),
    refusedChannels: z.array(channelField()).max(20),
    refusedCategories: z.array(refusableCategoryField()).max(10),
  }),
)
export type Preferences = z.output<ReturnType<typeof preferencesField>>

const person = whenAsked(() => ({ provenance: z.record(z.string(), provenanceReply()) }))

const guardianReply = whenAsked(() =>
  z.object({
    guardianId: idField('guardian'),
    name: z.string(),
    contacts: z.array(
      z.object({
        kind: z.enum(['phone', 'email']),
        value: z.string(),
        /** False when only an anonymous form said so; no message goes there. */
        confirmed: z.boolean(),
        provenance: provenanceReply(),
      }),
    ),
    /** By field. */
    ...person(),
  }),
)

const studentReply = whenAsked(() =>
  z.object({
    studentId: idField('student'),
    /** For life. */
    number: z.string(),
    /** Numbers of students that were merged into this one. */
    formerNumbers: z.array(z.string()),
    name: z.string(),
    /** As others called the student, from merged records. */
    otherNames: z.array(z.string()),
    sex: z.enum(['female', 'male']).optional(),
    birthDate: localDateField().optional(),
    school: z.string().optional(),
    grade: z.string().optional(),
    ...person(),
  }),
)

const inquiryReply = whenAsked(() =>
  z.object({
    inquiryId: idField('inquiry'),
    channel: channelField(),
    receivedAt: instantField(),
    studentId: idField('student'),
    need: z.string().optional(),
    campaign: z.string().optional(),
    /** As the form or the partner stated it, where that differs from the file. */
    stated: z.object({ guardianName: z.string(), studentName: z.string() }),
    provenance: provenanceReply(),
  }),
)

export const getCustomerFile = defineRoute({
  id: 'getCustomerFile',
  service: 'leads',
  summary:
    'The customer file: household, guardians, students, inquiries, follow-ups, trials, and where each datum came from.',
  method: 'GET',
  path: '/campuses/{campusId}/leads/{leadId}',
  roles: ['principal', 'campusManager', 'consultant', 'learningManager', 'teacher', 'frontDesk'],
  params: leadParams,
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        lead: leadReply().extend({
          stages: z.array(z.object({ stage: stageField(), enteredAt: instantField() })),
          /** Whole local days spent in each stage until now. */
          daysInStage: z.partialRecord(stageField(), z.int()),
          lossReason: lossReasonField().optional(),
          enrollmentId: idField('enrollment').optional(),
          mergedLeadIds: z.array(idField('lead')),
        }),
        household: z.object({ householdId: idField('household'), preferences: preferencesField() }),
        guardians: z.array(guardianReply()),
        students: z.array(studentReply()),
        inquiries: z.array(inquiryReply()),
        followUps: z.array(followUpReply()),
        trialBookings: z.array(trialBookingReply()),
      }),
  },
  refusals: {},
  hidden: {
    'guardians.contacts': ['teacher'],
    'guardians.provenance': ['teacher'],
    'inquiries.stated': ['teacher'],
    'followUps.note': ['teacher'],
  },
})

const householdParams = whenAsked(() => z.object({ campusId: idField('campus'), householdId: idField('household') }))
const preferenceRoles = ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'] as const
const preferencesReply = {
  status: 200,
  body: () => z.object({ householdId: idField('household'), preferences: preferencesField(), version: z.int() }),
} as const

export const getPreferences = defineRoute({
  id: 'getPreferences',
  service: 'leads',
  summary: 'In which language a household reads, and which channels and categories it refuses. Version 0: never set.',
  method: 'GET',
  path: '/campuses/{campusId}/households/{householdId}/preferences',
  roles: preferenceRoles,
  params: householdParams,
  query: nothing,
  body: noBody,
  reply: preferencesReply,
  refusals: {},
  etag: true,
})

export const setPreferences = defineRoute({
  id: 'setPreferences',
  service: 'leads',
  summary: 'Sets what a household refuses and its language; honoured everywhere at once.',
  method: 'PUT',
  path: '/campuses/{campusId}/households/{householdId}/preferences',
  roles: preferenceRoles,
  params: householdParams,
  query: nothing,
  body: preferencesField,
  reply: preferencesReply,
  refusals: ifMatchRefusals,
  etag: true,
})

export const listPreferenceChanges = defineRoute({
  id: 'listPreferenceChanges',
  service: 'leads',
  summary: 'Who changed the preferences of a household, when, from what to what, latest first.',
  method: 'GET',
  path: '/campuses/{campusId}/households/{householdId}/preferences/changes',
  roles: ['principal', 'campusManager'],
  params: householdParams,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      pageOf(
        z.object({
          version: z.int(),
          changedAt: instantField(),
          changedBy: z.object({ kind: z.string(), id: z.string() }),
          before: preferencesField(),
          after: preferencesField(),
        }),
      ),
  },
  refusals: {},
})
