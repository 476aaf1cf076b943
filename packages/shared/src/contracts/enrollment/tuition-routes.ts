import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { amountField, centihoursField, currencyField, idField, instantField, lineField, textField } from '../fields.ts'
import { paymentMeansField } from './events.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofEnrollment = whenAsked(() => z.object({ ...campus(), enrollmentId: idField('enrollment') }))
const ofPayment = whenAsked(() => z.object({ ...campus(), paymentId: idField('payment') }))
const cashiers = ['principal', 'campusManager', 'frontDesk', 'finance'] as const
const readers = [...cashiers, 'consultant', 'learningManager'] as const

export const paymentReply = whenAsked(() =>
  z.object({
    paymentId: idField('payment'),
    enrollmentId: idField('enrollment'),
    amountMinor: amountField(),
    currency: currencyField(),
    means: paymentMeansField(),
    reference: lineField(100),
    paidAt: instantField(),
    /** What the payment opened. */
    openedCentihours: centihoursField(),
    /** What is still to pay after it. */
    outstandingMinor: amountField(),
  }),
)

export const payTuition = defineRoute({
  id: 'payTuition',
  service: 'enrollment',
  summary: 'Books money received for an enrollment; hours open in proportion. A reference pays once, for ever.',
  method: 'POST',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/payments',
  roles: cashiers,
  params: ofEnrollment,
  query: nothing,
  body: () =>
    z.object({
      amountMinor: amountField().refine((value) => value > 0, { error: 'must be more than nothing' }),
      means: paymentMeansField().exclude(['gateway']),
      /** Receipt number, bank reference: what names this money wherever it came from. */
      reference: lineField(100),
    }),
  reply: { status: 201, body: paymentReply },
  refusals: { overpaid: 409, referenceUsed: 409, opensNoHours: 422 },
  idempotency: 'required',
})

export const listPayments = defineRoute({
  id: 'listPayments',
  service: 'enrollment',
  summary: 'The payments of an enrollment.',
  method: 'GET',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/payments',
  roles: readers,
  params: ofEnrollment,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: () => z.object({ items: z.array(paymentReply()) }) },
  refusals: {},
})

const refundQuote = whenAsked(() => ({
  paymentId: idField('payment'),
  enrollmentId: idField('enrollment'),
  /** Hours of this payment that were not used and are given up. */
  centihours: centihoursField(),
  amountMinor: amountField(),
  currency: currencyField(),
}))

export const previewRefund = defineRoute({
  id: 'previewRefund',
  service: 'enrollment',
  summary: 'What a refund of a payment would give back now: its hours not used, at the price paid. Changes nothing.',
  method: 'GET',
  path: '/campuses/{campusId}/payments/{paymentId}/refund-preview',
  roles: readers,
  params: ofPayment,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: () => z.object(refundQuote()) },
  refusals: { nothingToRefund: 409, refundWindowClosed: 409 },
})

export const refundTuition = defineRoute({
  id: 'refundTuition',
  service: 'enrollment',
  summary: 'Gives back what the preview showed; refused when it is another amount by now.',
  method: 'POST',
  path: '/campuses/{campusId}/payments/{paymentId}/refunds',
  roles: ['principal', 'campusManager', 'finance'],
  params: ofPayment,
  query: nothing,
  body: () =>
    z.object({
      /** As the preview showed it. */
      amountMinor: amountField(),
      reason: textField(500),
    }),
  reply: { status: 201, body: () => z.object({ refundId: idField('refund'), ...refundQuote() }) },
  refusals: { nothingToRefund: 409, refundWindowClosed: 409, amountChanged: 409 },
  idempotency: 'required',
})
