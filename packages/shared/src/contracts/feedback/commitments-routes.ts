import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody } from '../define-route.ts'
import { idField, instantField, pageOf, pageQuery } from '../fields.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))

const shared = whenAsked(() => ({
  commitmentId: idField('commitment'),
  kind: z.enum(['sameDayCallAfterAbsence']),
  householdId: idField('household'),
  studentId: idField('student'),
  lessonId: idField('lesson'),
  /** Evidence counts from here on: the start of the lesson. */
  startsAt: instantField(),
  dueAt: instantField(),
  /** The event that made the promise due. */
  causedBy: z.string(),
}))

/** One promise of the handbook to one family. Rule: F9. */
export const commitmentField = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ ...shared(), status: z.literal('open') }),
    /** `evidence`: the return visit that kept it. */
    z.object({ ...shared(), status: z.literal('fulfilled'), fulfilledAt: instantField(), evidence: z.string() }),
    z.object({ ...shared(), status: z.literal('breached'), breachedAt: instantField() }),
    /** The absence was a mistake. */
    z.object({ ...shared(), status: z.literal('cancelled') }),
  ]),
)
export type Commitment = z.output<ReturnType<typeof commitmentField>>

export const listCommitments = defineRoute({
  id: 'listCommitments',
  service: 'feedback',
  summary: 'Promises by state; the open ones are the calls to make, the soonest due first.',
  method: 'GET',
  path: '/campuses/{campusId}/commitments',
  roles: ['principal', 'campusManager', 'learningManager', 'frontDesk'],
  params: () => z.object(campus()),
  query: () =>
    z.object({ status: z.enum(['open', 'fulfilled', 'breached', 'cancelled']).default('open'), ...pageQuery() }),
  body: noBody,
  reply: { status: 200, body: () => pageOf(commitmentField()) },
  refusals: {},
})

export const listStudentCommitments = defineRoute({
  id: 'listStudentCommitments',
  service: 'feedback',
  summary: 'What was promised to the family of a student and whether it was kept, the latest lesson first.',
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/commitments',
  roles: ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'],
  params: () => z.object({ ...campus(), studentId: idField('student') }),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(commitmentField()) },
  refusals: {},
})
