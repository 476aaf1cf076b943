import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import {
  amountField,
  centihoursField,
  currencyField,
  idField,
  instantField,
  lineField,
  pageOf,
  pageQuery,
  textField,
} from '../fields.ts'
import { paymentMeansField } from './events.ts'
import { prepaymentRefusals } from './price-fields.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofEnrollment = whenAsked(() => z.object({ ...campus(), enrollmentId: idField('enrollment') }))
const ofPayment = whenAsked(() => z.object({ ...campus(), paymentId: idField('payment') }))
const cashiers = ['principal', 'campusManager', 'frontDesk', 'finance'] as const
const payers = ['principal', 'campusManager', 'finance'] as const
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
  refusals: { overpaid: 409, referenceUsed: 409, opensNoHours: 422, ...prepaymentRefusals },
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

/** What of one payment was given back, the way it came. */
export const refundReply = whenAsked(() =>
  z.object({
    refundId: idField('refund'),
    paymentId: idField('payment'),
    enrollmentId: idField('enrollment'),
    means: paymentMeansField(),
    centihours: centihoursField(),
    amountMinor: amountField(),
    currency: currencyField(),
    reason: textField(500),
    refundedAt: instantField(),
    refundedBy: z.object({ kind: z.string(), id: z.string() }),
  }),
)

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
  roles: payers,
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

const more = { error: 'must be more than nothing' }
/** So many hours with their money, or so much money with its hours; all that is left when neither is named. */
const refundPart = whenAsked(() => ({
  centihours: z.coerce
    .number()
    .pipe(centihoursField().refine((value) => value > 0, more))
    .optional(),
  amountMinor: z.coerce
    .number()
    .pipe(amountField().refine((value) => value > 0, more))
    .optional(),
}))
const isOnePart = (part: { readonly centihours?: unknown; readonly amountMinor?: unknown }): boolean =>
  part.centihours === undefined || part.amountMinor === undefined
const oneOrTheOther = { path: ['amountMinor'], error: 'hours or an amount, not both' }

/** What goes back by each payment: the newest money first. */
export const enrollmentRefundQuote = whenAsked(() =>
  z.object({
    enrollmentId: idField('enrollment'),
    centihours: centihoursField(),
    amountMinor: amountField(),
    currency: currencyField(),
    shares: z.array(
      z.object({
        paymentId: idField('payment'),
        means: paymentMeansField(),
        centihours: centihoursField(),
        amountMinor: amountField(),
      }),
    ),
  }),
)

const enrollmentRefusals = {
  nothingToRefund: 409,
  notSoMuchLeft: 409,
  refundsNoHours: 422,
  tooManyPayments: 409,
} as const

export const previewEnrollmentRefund = defineRoute({
  id: 'previewEnrollmentRefund',
  service: 'enrollment',
  summary:
    'What a refund of an enrollment, or of a part of it, would give back now, payment by payment, the newest money first. Changes nothing.',
  method: 'GET',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/refund-preview',
  roles: readers,
  params: ofEnrollment,
  query: () => z.object(refundPart()).refine(isOnePart, oneOrTheOther),
  body: noBody,
  reply: { status: 200, body: enrollmentRefundQuote },
  refusals: enrollmentRefusals,
})

export const refundEnrollment = defineRoute({
  id: 'refundEnrollment',
  service: 'enrollment',
  summary: 'Gives back what the preview of the same part showed, each share the way its payment came.',
  method: 'POST',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/refunds',
  roles: payers,
  params: ofEnrollment,
  query: nothing,
  body: () =>
    z.object({
      part: z
        .object({
          centihours: centihoursField()
            .refine((value) => value > 0, more)
            .optional(),
          amountMinor: amountField()
            .refine((value) => value > 0, more)
            .optional(),
        })
        .refine(isOnePart, oneOrTheOther)
        .optional(),
      /** As the preview showed it. */
      amountMinor: amountField(),
      reason: textField(500),
    }),
  reply: {
    status: 201,
    body: () =>
      z.object({
        enrollmentId: idField('enrollment'),
        centihours: centihoursField(),
        amountMinor: amountField(),
        currency: currencyField(),
        refunds: z.array(refundReply()),
      }),
  },
  refusals: { ...enrollmentRefusals, amountChanged: 409 },
  idempotency: 'required',
})

export const listRefunds = defineRoute({
  id: 'listRefunds',
  service: 'enrollment',
  summary: 'The refunds of an enrollment, oldest first, each with the means by which it goes back.',
  method: 'GET',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/refunds',
  roles: readers,
  params: ofEnrollment,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(refundReply()) },
  refusals: {},
})
