import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { amountField, centihoursField, idField, textField } from '../fields.ts'
import { enrollmentReply } from './enrolling-routes.ts'
import { terminationReasonField } from './events.ts'
import { enrollmentRefundQuote, refundReply } from './tuition-routes.ts'

const ofEnrollment = whenAsked(() => z.object({ campusId: idField('campus'), enrollmentId: idField('enrollment') }))
const enders = ['principal', 'campusManager', 'finance'] as const

export const previewTermination = defineRoute({
  id: 'previewTermination',
  service: 'enrollment',
  summary:
    'What ending an enrollment would give back now, payment by payment, and what would still be due. Changes nothing.',
  method: 'GET',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/termination-preview',
  roles: [...enders, 'learningManager', 'consultant', 'frontDesk'],
  params: ofEnrollment,
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      enrollmentRefundQuote().extend({
        /** Used without being paid. */
        owedCentihours: centihoursField(),
        /** What of the purchases pays for those; the rest of them is given up. */
        outstandingMinor: amountField(),
      }),
  },
  refusals: { alreadyEnded: 409, tooManyPayments: 409 },
})

export const terminateEnrollment = defineRoute({
  id: 'terminateEnrollment',
  service: 'enrollment',
  summary: 'Ends an enrollment for a reason: what was not used goes back as the preview showed, and the seat is free.',
  method: 'POST',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/termination',
  roles: enders,
  params: ofEnrollment,
  query: nothing,
  body: () =>
    z.object({
      /** A natural end is told apart from a loss. */
      why: terminationReasonField(),
      note: textField(500).optional(),
      /** What goes back, as the preview showed it; 0 when nothing does. */
      refundMinor: amountField(),
    }),
  reply: { status: 201, body: () => enrollmentReply().extend({ refunds: z.array(refundReply()) }) },
  refusals: { alreadyEnded: 409, tooManyPayments: 409, amountChanged: 409 },
  idempotency: 'required',
})
