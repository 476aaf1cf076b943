import * as z from 'zod'
import { defineRoute, noBody } from '../define-route.ts'
import { amountField, centihoursField, currencyField, idField, instantField } from '../fields.ts'

export const getBalance = defineRoute({
  id: 'getBalance',
  service: 'enrollment',
  summary:
    'Hours and money of an enrollment as of any moment, by when it happened and when it was recorded, explained.',
  method: 'GET',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/balance',
  roles: ['principal', 'campusManager', 'consultant', 'learningManager', 'frontDesk', 'finance'],
  params: () => z.object({ campusId: idField('campus'), enrollmentId: idField('enrollment') }),
  query: () =>
    z.object({
      /** What had happened by then; now, if absent. */
      asOf: instantField().optional(),
      /** What was known by then; now, if absent. */
      recordedBy: instantField().optional(),
    }),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        enrollmentId: idField('enrollment'),
        studentId: idField('student'),
        asOf: instantField(),
        recordedBy: instantField(),
        currency: currencyField(),
        hours: z.object({
          boughtCentihours: centihoursField(),
          remainingCentihours: centihoursField(),
          /** Used without being bought; the next payment repays it first. */
          owedCentihours: centihoursField(),
          usedCentihours: centihoursField(),
          refundedCentihours: centihoursField(),
        }),
        money: z.object({
          priceMinor: amountField(),
          receivedMinor: amountField(),
          refundedMinor: amountField(),
          /** Received and not yet earned. */
          prepaidMinor: z.int(),
          /** Earned by lessons that were used. */
          incomeMinor: z.int(),
          outstandingMinor: amountField(),
        }),
        /** How the figures come about, in the names of the fields. */
        formula: z.string(),
        /** Every entry behind the figures, in the order in which it happened. */
        entries: z.array(
          z.object({
            entryId: idField('entry'),
            kind: z.string(),
            occurredAt: instantField(),
            recordedAt: instantField(),
            /** The lesson, payment or refund that it is about. */
            subjectId: z.string(),
            reverses: idField('entry').optional(),
            centihours: z.int(),
            remainingCentihours: z.int(),
            prepaidMinor: z.int(),
            remainingPrepaidMinor: z.int(),
          }),
        ),
      }),
  },
  refusals: {},
  tables: ['entries', 'figures'],
})
