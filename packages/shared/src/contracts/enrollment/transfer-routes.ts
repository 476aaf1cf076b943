import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, nothing } from '../define-route.ts'
import { amountField, centihoursField, currencyField, idField } from '../fields.ts'
import { enrollmentReply } from './enrolling-routes.ts'
import { planField } from './plan-fields.ts'
import { appliedRule, prepaymentRefusals } from './price-fields.ts'

const ofEnrollment = whenAsked(() => z.object({ campusId: idField('campus'), enrollmentId: idField('enrollment') }))
const movers = ['principal', 'campusManager', 'learningManager'] as const

/** What goes along to the new class, and what the change costs. Rule: E10. */
const settlementReply = whenAsked(() =>
  z.object({
    fromClassGroupId: idField('classGroup'),
    toClassGroupId: idField('classGroup'),
    currency: currencyField(),
    /** Hours that are open, what was paid for them, and hours that were agreed on and are not paid yet, with their price. */
    remainingCentihours: centihoursField(),
    prepaidMinor: amountField(),
    unpaidCentihours: centihoursField(),
    unpaidMinor: amountField(),
    /** Used without being paid: the next payment in the new class repays them. */
    owedCentihours: centihoursField(),
    /** What the hours that are not used cost in the new class, as agreed when the course is the same, and hours owed as agreed. */
    priceMinor: amountField(),
    rules: z.array(appliedRule()),
    /** That price less what they cost so far. */
    differenceMinor: z.int(),
    /** Hours that the prepaid money opens in the new class; those that open once the rest is paid; those that it buys more. */
    openCentihours: centihoursField(),
    toPayCentihours: centihoursField(),
    extraCentihours: centihoursField(),
    outstandingMinor: amountField(),
  }),
)

const refusals = {
  alreadyEnded: 409,
  ofYearPlan: 409,
  sameClass: 422,
  otherHorizon: 409,
  alreadyEnrolled: 409,
  classFull: 409,
  notAdmitted: 409,
  studentBusy: 409,
  tooManyClasses: 409,
  noListPrice: 409,
  nothingToPay: 422,
  opensNoHours: 409,
  ...prepaymentRefusals,
} as const

export const previewTransfer = defineRoute({
  id: 'previewTransfer',
  service: 'enrollment',
  summary: 'What a change to another class would take along and cost. Changes nothing.',
  method: 'POST',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/transfer-preview',
  roles: [...movers, 'consultant', 'frontDesk', 'finance'],
  params: ofEnrollment,
  query: nothing,
  body: () => z.object({ toClassGroupId: idField('classGroup') }),
  reply: { status: 200, body: settlementReply },
  refusals,
  idempotency: 'none',
})

export const transferStudent = defineRoute({
  id: 'transferStudent',
  service: 'enrollment',
  summary:
    'Moves a student to another class with the hours that are left. What the new class costs more is to be paid; what it costs less stays prepaid as more hours.',
  method: 'POST',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/transfers',
  roles: movers,
  params: ofEnrollment,
  query: nothing,
  body: () =>
    z.object({
      toClassGroupId: idField('classGroup'),
      /** As the preview showed it. */
      differenceMinor: z.int(),
      /** When what is outstanding is to be paid; all at once by the policy's day when absent. */
      plan: planField().optional(),
    }),
  reply: { status: 201, body: () => enrollmentReply().extend({ settlement: settlementReply() }) },
  refusals: { ...refusals, amountChanged: 409, planNotThePrice: 422 },
  idempotency: 'required',
})
