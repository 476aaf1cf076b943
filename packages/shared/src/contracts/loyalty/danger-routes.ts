import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, pageOf, pageQuery, textField } from '../fields.ts'
import { ifMatchRefusals } from '../if-match.ts'
import { dangerReasonField } from './events.ts'

const ofDanger = whenAsked(() => z.object({ campusId: idField('campus'), dangerId: idField('danger') }))
const keepers = ['principal', 'campusManager', 'learningManager'] as const

/** What takes a reason away: the mark or the grade is corrected, the complaint resolved, or a person resolves the danger. */
export const clearedByField = whenAsked(() =>
  z.enum(['attendanceCorrected', 'gradeCorrected', 'complaintResolved', 'resolution']),
)

const dangerReply = whenAsked(() =>
  z.object({
    dangerId: idField('danger'),
    householdId: idField('household'),
    studentId: idField('student'),
    status: z.enum(['open', 'resolved']),
    reasons: z.array(
      z.object({
        reason: dangerReasonField(),
        /** Ids of the lessons, grades, surveys or complaints behind it. */
        evidence: z.array(z.string()),
        clearedBy: z.array(clearedByField()),
      }),
    ),
    /** Whose task it is. */
    learningManagerId: idField('staff').optional(),
    detectedAt: instantField(),
    resolution: z
      .object({
        by: z.enum(['signalsCleared', 'staff']),
        staffId: z.string().optional(),
        note: z.string().optional(),
        resolvedAt: instantField(),
      })
      .optional(),
    version: z.int(),
  }),
)

export const listDangers = defineRoute({
  id: 'listDangers',
  service: 'loyalty',
  summary: 'Endangered families as tasks, the longest endangered first, with reasons and what would clear them.',
  method: 'GET',
  path: '/campuses/{campusId}/dangers',
  roles: keepers,
  params: () => z.object({ campusId: idField('campus') }),
  query: () =>
    z.object({
      ...pageQuery(),
      status: z.enum(['open', 'resolved']).default('open'),
      /** Only the tasks of this learning manager; a page may then hold fewer than `limit`. */
      learningManagerId: idField('staff').optional(),
    }),
  body: noBody,
  reply: { status: 200, body: () => pageOf(dangerReply()) },
  refusals: {},
})

export const getDanger = defineRoute({
  id: 'getDanger',
  service: 'loyalty',
  summary: 'One endangered family.',
  method: 'GET',
  path: '/campuses/{campusId}/dangers/{dangerId}',
  roles: keepers,
  params: ofDanger,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: dangerReply },
  refusals: {},
  etag: true,
})

export const assignDanger = defineRoute({
  id: 'assignDanger',
  service: 'loyalty',
  summary: 'Makes a danger the task of a learning manager.',
  method: 'PUT',
  path: '/campuses/{campusId}/dangers/{dangerId}/assignment',
  roles: ['principal', 'campusManager'],
  params: ofDanger,
  query: nothing,
  body: () => z.object({ learningManagerId: idField('staff') }),
  reply: { status: 200, body: dangerReply },
  refusals: { ...ifMatchRefusals, alreadyResolved: 409 },
  etag: true,
})

export const resolveDanger = defineRoute({
  id: 'resolveDanger',
  service: 'loyalty',
  summary: 'Ends a danger by hand; its signals are settled and raise no other.',
  method: 'POST',
  path: '/campuses/{campusId}/dangers/{dangerId}/resolution',
  roles: keepers,
  params: ofDanger,
  query: nothing,
  body: () => z.object({ note: textField(2_000) }),
  reply: { status: 201, body: dangerReply },
  refusals: { alreadyResolved: 409 },
})
