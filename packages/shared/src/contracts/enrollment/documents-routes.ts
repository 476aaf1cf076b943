import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { channelField, idField, instantField, lineField } from '../fields.ts'

const ofEnrollment = whenAsked(() => z.object({ campusId: idField('campus'), enrollmentId: idField('enrollment') }))
const keepers = ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk', 'finance'] as const

/** What families hand in, and what is signed with them. Rule: E3. */
export const documentKindField = whenAsked(() =>
  z.enum(['agreement', 'idCopy', 'healthStatement', 'photo', 'schoolReport', 'other']),
)

const document = whenAsked(() => ({
  kind: documentKindField(),
  /** Where it lies: no file is kept here. */
  reference: lineField(500),
  /** Of the file, so that it cannot be another one later. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** How it reached us. */
  channel: channelField(),
  /** When it did; now, if absent. */
  receivedAt: instantField().optional(),
}))

/** A document of an enrollment with its provenance. Rule: E3, domain §3. */
export const documentReply = whenAsked(() =>
  z.object({
    documentId: idField('document'),
    enrollmentId: idField('enrollment'),
    ...document(),
    receivedAt: instantField(),
    receivedBy: z.object({ kind: z.string(), id: z.string() }),
    recordedAt: instantField(),
  }),
)

export const recordDocument = defineRoute({
  id: 'recordDocument',
  service: 'enrollment',
  summary: 'Records that a document of an enrollment was received: where it lies and what it is, not the file itself.',
  method: 'POST',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/documents',
  roles: keepers,
  params: ofEnrollment,
  query: nothing,
  body: () => z.object(document()),
  reply: { status: 201, body: documentReply },
  refusals: { receivedInFuture: 422, tooManyDocuments: 409 },
})

export const listDocuments = defineRoute({
  id: 'listDocuments',
  service: 'enrollment',
  summary: 'The documents of an enrollment, and which of those that the campus asks for are missing.',
  method: 'GET',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/documents',
  roles: keepers,
  params: ofEnrollment,
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () => z.object({ items: z.array(documentReply()), missing: z.array(documentKindField()) }),
  },
  refusals: {},
})
