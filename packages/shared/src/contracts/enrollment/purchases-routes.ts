import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { amountField, centihoursField, currencyField, idField, instantField } from '../fields.ts'
import { instalmentField, planField } from './plan-fields.ts'
import { appliedPrepayment, appliedRule, prepaymentRefusals } from './price-fields.ts'

const ofEnrollment = whenAsked(() => z.object({ campusId: idField('campus'), enrollmentId: idField('enrollment') }))
const sellers = ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk'] as const

/** Hours that were agreed on at a price, and by which rules. Rule: E3, E4. */
export const purchaseReply = whenAsked(() =>
  z.object({
    purchaseId: idField('purchase'),
    enrollmentId: idField('enrollment'),
    centihours: centihoursField(),
    priceMinor: amountField(),
    currency: currencyField(),
    purchasedAt: instantField(),
    rules: z.array(appliedRule()),
    plan: z.array(instalmentField()),
    /** What of it was given up as the enrollment ended. */
    givenUp: z.object({ at: instantField(), centihours: centihoursField(), priceMinor: amountField() }).exactOptional(),
  }),
)

export const buyHours = defineRoute({
  id: 'buyHours',
  service: 'enrollment',
  summary:
    'Agrees on more hours of an enrollment, at the price that it keeps or at the list price of today; paid as any other.',
  method: 'POST',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/purchases',
  roles: sellers,
  params: ofEnrollment,
  query: nothing,
  body: () =>
    z.object({
      centihours: centihoursField().refine((value) => value > 0, { error: 'must be more than nothing' }),
      /** What the family was told; refused when the price is another by now. */
      quotedPriceMinor: amountField().optional(),
      plan: planField().optional(),
    }),
  reply: { status: 201, body: () => purchaseReply().extend({ prepayment: appliedPrepayment() }) },
  refusals: {
    enrollmentEnded: 409,
    ofYearPlan: 409,
    tooManyPurchases: 409,
    noListPrice: 409,
    nothingToPay: 422,
    priceChanged: 409,
    planNotThePrice: 422,
    ...prepaymentRefusals,
  },
  idempotency: 'required',
})

export const listPurchases = defineRoute({
  id: 'listPurchases',
  service: 'enrollment',
  summary: 'What was agreed on in an enrollment, oldest first, with the rules that made each price.',
  method: 'GET',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/purchases',
  roles: [...sellers, 'finance'],
  params: ofEnrollment,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: () => z.object({ items: z.array(purchaseReply()) }) },
  refusals: {},
})
