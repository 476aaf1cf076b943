import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, pageOf, pageQuery, textField } from '../fields.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const readers = ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'] as const

const visit = whenAsked(() => ({
  studentId: idField('student'),
  channel: z.enum(['phone', 'email', 'home']),
  outcome: z.enum(['reached', 'noAnswer']),
  mood: z.enum(['good', 'neutral', 'bad']).optional(),
}))

/** A call to a family, or a visit. Rule: F10. */
export const returnVisitField = whenAsked(() =>
  z.object({
    ...visit(),
    returnVisitId: idField('returnVisit'),
    householdId: idField('household'),
    completedAt: instantField(),
    completedBy: z.object({ kind: z.string(), id: z.string() }),
  }),
)
export type ReturnVisit = z.output<ReturnType<typeof returnVisitField>>

export const recordReturnVisit = defineRoute({
  id: 'recordReturnVisit',
  service: 'feedback',
  summary:
    'The family of a student was called or visited just now; a call that reached it keeps the promises due to it.',
  method: 'POST',
  path: '/campuses/{campusId}/return-visits',
  roles: readers,
  params: () => z.object(campus()),
  query: nothing,
  body: () => z.object({ ...visit(), note: textField(2_000).optional() }),
  reply: {
    status: 201,
    body: () =>
      z.object({
        returnVisit: returnVisitField(),
        /** The promises that it kept. */
        fulfilledCommitmentIds: z.array(idField('commitment')),
      }),
  },
  refusals: { moodWithoutTalk: 422 },
})

export const listReturnVisits = defineRoute({
  id: 'listReturnVisits',
  service: 'feedback',
  summary: 'The calls and visits to the family of a student, the latest first.',
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/return-visits',
  roles: readers,
  params: () => z.object({ ...campus(), studentId: idField('student') }),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(returnVisitField().extend({ note: z.string().optional() })) },
  refusals: {},
  hidden: { 'items.note': ['frontDesk'] },
})
