import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineEvent } from '../define-event.ts'
import { amountField, idField, instantField, pointsField } from '../fields.ts'

const publishers = ['loyalty'] as const
const version = 1

const member = whenAsked(() => ({ memberId: idField('member'), householdId: idField('household') }))

/** What makes a family endangered. Rule: Y14. */
export const dangerReasonField = whenAsked(() =>
  z.enum(['frequentAbsence', 'gradeFell', 'lowSatisfaction', 'complaint']),
)
export type DangerReason = z.output<ReturnType<typeof dangerReasonField>>

export const memberJoined = defineEvent({
  name: 'MemberJoined',
  publishers,
  version,
  summary: 'A household became a member and has a card number.',
  data: () => z.object(member()),
})

export const tierChanged = defineEvent({
  name: 'TierChanged',
  publishers,
  version,
  summary: 'A member moved on the ladder, and why.',
  data: () =>
    z.object({
      ...member(),
      from: z.string(),
      to: z.string(),
      reason: z.enum(['spendReached', 'spendRefunded']),
      qualifyingSpendMinor: z.int(),
    }),
})

export const pointsEarned = defineEvent({
  name: 'PointsEarned',
  publishers,
  version,
  summary: 'A lot of points was granted; spendable once its refund window has closed.',
  data: () =>
    z.object({
      ...member(),
      entryId: idField('entry'),
      points: pointsField(),
      spendableFrom: instantField(),
      expiresAt: instantField(),
      /** What earned them: one of the two. */
      paymentId: idField('payment').optional(),
      progressCardId: idField('progressCard').optional(),
    }),
})

/** What points are spent on. Rule: Y5. */
export const redemptionUseField = whenAsked(() => z.enum(['cashOffset']))

export const pointsRedeemed = defineEvent({
  name: 'PointsRedeemed',
  publishers,
  version,
  summary: 'A member spent points, those that expire first.',
  data: () =>
    z.object({
      ...member(),
      entryId: idField('entry'),
      points: pointsField(),
      for: redemptionUseField(),
      offsetMinor: amountField(),
    }),
})

export const pointsReversed = defineEvent({
  name: 'PointsReversed',
  publishers,
  version,
  summary: 'Points were taken back: exactly those of what was refunded or corrected.',
  data: () =>
    z.object({
      ...member(),
      entryId: idField('entry'),
      reversedEntryId: idField('entry'),
      points: pointsField(),
      /** What had been spent already and is owed by later earnings. */
      debtPoints: pointsField(),
      refundId: idField('refund').optional(),
      paymentId: idField('payment').optional(),
      progressCardId: idField('progressCard').optional(),
    }),
})

export const pointsExpired = defineEvent({
  name: 'PointsExpired',
  publishers,
  version,
  summary: 'What was left of a lot expired.',
  data: () => z.object({ ...member(), entryId: idField('entry'), points: pointsField() }),
})

const card = whenAsked(() => ({
  ...member(),
  progressCardId: idField('progressCard'),
  studentId: idField('student'),
  steps: z.int().min(1),
  /** How many are stamped now, those stamped on issue included. */
  stamped: z.int().min(0),
}))

export const progressCardStamped = defineEvent({
  name: 'ProgressCardStamped',
  publishers,
  version,
  summary: 'The stamps of a progress card changed: on its issue, by a lesson, or taken back by a correction.',
  data: () =>
    z.object({
      ...card(),
      cause: z.enum(['issued', 'attended', 'corrected']).optional(),
      /** The lesson that was attended or corrected. */
      lessonId: idField('lesson').optional(),
    }),
})

export const progressCardCompleted = defineEvent({
  name: 'ProgressCardCompleted',
  publishers,
  version,
  summary: 'Every step of a progress card is stamped; the reward is due.',
  data: () => z.object(card()),
})

const danger = whenAsked(() => ({
  dangerId: idField('danger'),
  householdId: idField('household'),
  studentId: idField('student'),
}))

export const dangerDetected = defineEvent({
  name: 'DangerDetected',
  publishers,
  version,
  summary: 'A family may leave: reasons and the events and records behind each.',
  data: () =>
    z.object({
      ...danger(),
      learningManagerId: idField('staff').optional(),
      reasons: z.array(z.object({ reason: dangerReasonField(), evidence: z.array(z.string().max(100)) })).min(1),
    }),
})

export const dangerResolved = defineEvent({
  name: 'DangerResolved',
  publishers,
  version,
  summary: 'What made the family endangered is cleared.',
  data: () => z.object(danger()),
})

const care = whenAsked(() => ({
  messageId: idField('message'),
  occasion: z.string(),
  householdId: idField('household'),
  studentId: idField('student').optional(),
}))

export const careMessageSent = defineEvent({
  name: 'CareMessageSent',
  publishers,
  version,
  summary: 'A care message went out.',
  data: () => z.object(care()),
})

export const careMessageSuppressed = defineEvent({
  name: 'CareMessageSuppressed',
  publishers,
  version,
  summary: 'A care message was not sent, and why.',
  data: () => z.object({ ...care(), reason: z.string() }),
})
