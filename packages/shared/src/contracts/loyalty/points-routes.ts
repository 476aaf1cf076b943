import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody } from '../define-route.ts'
import { amountField, idField, instantField, pointsField } from '../fields.ts'
import { redemptionUseField } from './events.ts'
import { memberReaders } from './membership-routes.ts'

const params = whenAsked(() => z.object({ campusId: idField('campus'), memberId: idField('member') }))

export const getPoints = defineRoute({
  id: 'getPoints',
  service: 'loyalty',
  summary: 'Points now or as of a moment, with every entry behind them.',
  method: 'GET',
  path: '/campuses/{campusId}/members/{memberId}/points',
  roles: memberReaders,
  params,
  query: () =>
    z.object({
      /** What had happened by then. */
      asOf: instantField().optional(),
      /** What we knew by then. */
      recordedBy: instantField().optional(),
    }),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        memberId: idField('member'),
        asOf: instantField(),
        /** Can be spent: what is in usable lots less what is owed. */
        available: z.int(),
        /** Waits for a refund window to close. */
        pending: z.int(),
        /** Owed by later earnings. */
        owed: z.int(),
        lots: z.array(
          z.object({
            lotId: z.string(),
            points: z.int(),
            spendableFrom: instantField().optional(),
            expiresAt: instantField().optional(),
          }),
        ),
        /** In the order in which they happened; the last balance is what is in lots less what is owed. */
        entries: z.array(
          z.object({
            entryId: idField('entry'),
            kind: z.string(),
            businessKey: z.string(),
            occurredAt: instantField(),
            recordedAt: instantField(),
            causedBy: z.string(),
            points: z.int(),
            balance: z.int(),
          }),
        ),
      }),
  },
  refusals: {},
})

export const redeemPoints = defineRoute({
  id: 'redeemPoints',
  service: 'loyalty',
  summary: 'Spends points as a cash offset, those that expire first.',
  method: 'POST',
  path: '/campuses/{campusId}/members/{memberId}/redemptions',
  roles: ['principal', 'campusManager', 'frontDesk', 'finance'],
  params,
  query: () => z.object({}),
  body: () =>
    z.object({
      points: pointsField().refine((value) => value > 0, { error: 'must be more than none' }),
      for: redemptionUseField(),
    }),
  reply: {
    status: 201,
    body: () =>
      z.object({
        entryId: idField('entry'),
        memberId: idField('member'),
        points: pointsField(),
        for: redemptionUseField(),
        /** What the points take off a bill. */
        offsetMinor: amountField(),
        /** Points left to spend. */
        available: z.int(),
      }),
  },
  refusals: { insufficientPoints: 409, belowLeastRedemption: 422 },
  idempotency: 'required',
})
