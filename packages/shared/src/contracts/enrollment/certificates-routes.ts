import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, lineField, localDateField } from '../fields.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofTeacher = whenAsked(() => z.object({ ...campus(), teacherId: idField('staff') }))
const managers = ['principal', 'campusManager'] as const

/** As many certificates as one teacher has here. */
export const mostCertificates = 100

export const certificateKindField = whenAsked(() =>
  z.enum(['teachingQualification', 'language', 'subject', 'training', 'safety', 'other']),
)

const certificate = whenAsked(() => ({
  kind: certificateKindField(),
  name: lineField(120),
  /** As it stands on the certificate. */
  number: lineField(80),
  issuedOn: localDateField(),
  /** The last day on which it is valid; absent when it does not expire. */
  expiresOn: localDateField().optional(),
}))

const by = whenAsked(() => z.object({ kind: z.string(), id: z.string() }))
export const certificateReply = whenAsked(() =>
  z.object({
    certificateId: idField('certificate'),
    ...certificate(),
    recordedAt: instantField(),
    recordedBy: by(),
    /** It was recorded by mistake, or is not valid any more. */
    withdrawn: z.object({ reason: z.string(), withdrawnAt: instantField(), withdrawnBy: by() }).optional(),
  }),
)

export const recordCertificate = defineRoute({
  id: 'recordCertificate',
  service: 'enrollment',
  summary: 'Records a certificate of a teacher; a reminder goes out before it expires.',
  method: 'POST',
  path: '/campuses/{campusId}/teachers/{teacherId}/certificates',
  roles: managers,
  params: ofTeacher,
  query: nothing,
  body: () =>
    z.object(certificate()).refine(({ issuedOn, expiresOn }) => expiresOn === undefined || issuedOn <= expiresOn, {
      path: ['expiresOn'],
      error: 'expires before it was issued',
    }),
  reply: { status: 201, body: certificateReply },
  refusals: { alreadyRecorded: 409, tooManyCertificates: 409 },
})

export const listCertificates = defineRoute({
  id: 'listCertificates',
  service: 'enrollment',
  summary: 'The certificates of a teacher, those withdrawn too. Teachers see their own.',
  method: 'GET',
  path: '/campuses/{campusId}/teachers/{teacherId}/certificates',
  roles: [...managers, 'teacher'],
  params: ofTeacher,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: () => z.object({ items: z.array(certificateReply()) }) },
  refusals: { notYourCertificates: 403 },
})

export const withdrawCertificate = defineRoute({
  id: 'withdrawCertificate',
  service: 'enrollment',
  summary: 'A certificate was recorded by mistake, or is not valid any more.',
  method: 'POST',
  path: '/campuses/{campusId}/teachers/{teacherId}/certificates/{certificateId}/withdrawal',
  roles: managers,
  params: () => z.object({ ...campus(), teacherId: idField('staff'), certificateId: idField('certificate') }),
  query: nothing,
  body: () => z.object({ reason: lineField(200) }),
  reply: { status: 201, body: certificateReply },
  refusals: { alreadyWithdrawn: 409 },
})
