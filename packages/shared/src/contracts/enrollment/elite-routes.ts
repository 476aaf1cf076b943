import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, lineField, localDateField } from '../fields.ts'
import { marksField } from './grades-routes.ts'

const ofClass = whenAsked(() => z.object({ campusId: idField('campus'), classGroupId: idField('classGroup') }))
const ofApplicant = whenAsked(() => ofClass().extend({ studentId: idField('student') }))
const managers = ['principal', 'campusManager'] as const
const desk = ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'] as const

/** Where an application for an elite class stands. Rule: E12. */
export const applicationStateField = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ status: z.enum(['applied', 'waiting', 'refused', 'declined', 'expired', 'enrolled']) }),
    z.object({ status: z.literal('admitted'), expiresAt: instantField() }),
  ]),
)

/** A student who wants a seat in an elite class, with the score that speaks for them. Rule: E12. */
export const applicationField = whenAsked(() =>
  z.object({
    studentId: idField('student'),
    gradeId: idField('grade'),
    subject: lineField(40),
    heldOn: localDateField(),
    scoreHundredths: marksField(),
    fullMarksHundredths: marksField().min(1),
    appliedAt: instantField(),
    state: applicationStateField(),
  }),
)
const applicationView = whenAsked(() =>
  applicationField().extend({
    /** Among those who wait: 1 is the next to be admitted. */
    position: z.int().optional(),
  }),
)
const admissionReply = whenAsked(() => z.object({ seatsLeft: z.int(), items: z.array(applicationView()) }))

export const applyForElite = defineRoute({
  id: 'applyForElite',
  service: 'enrollment',
  summary: 'A student applies for an elite class with a score of theirs.',
  method: 'POST',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/applications',
  roles: desk,
  params: ofClass,
  query: nothing,
  body: () => z.object({ studentId: idField('student'), gradeId: idField('grade') }),
  reply: { status: 201, body: applicationView },
  refusals: { notElite: 422, unknownGrade: 422, alreadyApplied: 409, tooManyApplications: 409 },
})

export const listApplications = defineRoute({
  id: 'listApplications',
  service: 'enrollment',
  summary: 'Who applied for an elite class, the best score first.',
  method: 'GET',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/applications',
  roles: desk,
  params: ofClass,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: admissionReply },
  refusals: {},
})

export const previewAdmission = defineRoute({
  id: 'previewAdmission',
  service: 'enrollment',
  summary: 'Who would be admitted, would wait and would be refused if the admission were run now.',
  method: 'GET',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/admission',
  roles: managers,
  params: ofClass,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: admissionReply },
  refusals: { notElite: 422 },
})

export const runAdmission = defineRoute({
  id: 'runAdmission',
  service: 'enrollment',
  summary: 'Admits by score as many as there are seats; the others wait in order, or are refused below the minimum.',
  method: 'POST',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/admission',
  roles: managers,
  params: ofClass,
  query: nothing,
  body: () => z.object({}),
  reply: { status: 200, body: admissionReply },
  refusals: { notElite: 422 },
})

export const declineAdmission = defineRoute({
  id: 'declineAdmission',
  service: 'enrollment',
  summary: 'A family wants no seat in an elite class any more; one that was kept for it goes to the next.',
  method: 'POST',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/applications/{studentId}/decline',
  roles: desk,
  params: ofApplicant,
  query: nothing,
  body: () => z.object({}),
  reply: { status: 200, body: applicationView },
  refusals: { notApplying: 409 },
})
