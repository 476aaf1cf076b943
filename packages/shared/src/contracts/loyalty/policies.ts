import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { idField, lineField } from '../fields.ts'
import { declarePolicy } from '../policy-routes.ts'
import { defaultRefundWindowDays } from '../refund-window.ts'

const tierField = whenAsked(() => z.string().regex(/^[a-z][A-Za-z0-9]{0,29}$/))

/** One rung: from which qualifying spend on, and at which rate its members earn points. */
const rungField = whenAsked(() =>
  z.object({
    tier: tierField(),
    name: z.object({ 'zh-CN': lineField(40), en: lineField(40) }),
    /** Qualifying spend in the minor unit from which on a member stands here; the first rung starts at 0. */
    fromMinor: z.int().min(0).max(1_000_000_000_000),
    /** 10,000 is the plain rate, 12,000 a fifth more. */
    pointsBasisPoints: z.int().min(0).max(100_000),
  }),
)

/** A tier ladder, lowest rung first. Rule: Y2. */
export const tierLadderField = whenAsked(() =>
  z
    .array(rungField())
    .min(1)
    .max(10)
    .refine(
      (rungs) =>
        rungs.every(({ fromMinor }, at) => fromMinor > (rungs[at - 1]?.fromMinor ?? -1) && (at > 0 || !fromMinor)),
      { error: 'the first rung starts at 0 and each other above the one before' },
    )
    .refine((rungs) => new Set(rungs.map(({ tier }) => tier)).size === rungs.length, {
      error: 'each rung has a name of its own',
    }),
)
export type TierLadder = z.output<ReturnType<typeof tierLadderField>>

const rung = (tier: string, chinese: string, english: string, fromMinor: number, pointsBasisPoints: number) => ({
  tier,
  name: { 'zh-CN': chinese, en: english },
  fromMinor,
  pointsBasisPoints,
})

/** The spend preset 普通/金/铂金. The three names are the literature's; the amounts and rates are our defaults. */
const spendPreset: TierLadder = [
  rung('standard', '普通', 'Standard', 0, 10_000),
  rung('gold', '金', 'Gold', 2_000_000, 12_000),
  rung('platinum', '铂金', 'Platinum', 5_000_000, 15_000),
]

export const tierPolicy = declarePolicy({
  service: 'loyalty',
  name: 'tiers',
  summary: 'The tier ladder by cumulative spend.',
  schema: () => z.object({ ladder: tierLadderField().default(spendPreset) }),
})

export const pointsPolicy = declarePolicy({
  service: 'loyalty',
  name: 'points',
  summary: 'How many points spend earns, when they can be used, when they expire, what they are worth.',
  schema: () =>
    z
      .object({
        /** Points for each 100 of the minor unit (one yuan), before the tier's rate. */
        pointsPer100Minor: z.int().min(0).max(10_000).default(1),
        /** Days after a payment in which its points wait. */
        refundWindowDays: z.int().min(0).max(365).default(defaultRefundWindowDays),
        /** Months after which points expire. */
        expiryMonths: z.int().min(1).max(120).default(12),
        /** What one point is worth as a cash offset, in hundredths of the minor unit: 100 points are one yuan. */
        offsetHundredthsPerPoint: z.int().min(0).max(100_000).default(100),
        /** The fewest points of one redemption. */
        leastRedemption: z.int().min(1).max(1_000_000).default(1),
      })
      .refine(({ refundWindowDays, expiryMonths }) => refundWindowDays < expiryMonths * 28, {
        path: ['expiryMonths'],
        error: 'points would expire before they can be used',
      }),
})
export type PointsPolicy = z.output<ReturnType<typeof pointsPolicy.schema>>

export const progressCardPolicy = declarePolicy({
  service: 'loyalty',
  name: 'progressCards',
  summary: 'How many steps a progress card has, how many are stamped on issue, what completing it earns.',
  schema: () =>
    z
      .object({
        steps: z.int().min(2).max(100).default(6),
        /** Six steps with one stamped beat five with none. */
        stampedOnIssue: z.int().min(0).max(99).default(1),
        rewardPoints: z.int().min(0).max(1_000_000).default(50),
      })
      .refine(({ steps, stampedOnIssue }) => stampedOnIssue < steps, {
        path: ['stampedOnIssue'],
        error: 'a card is not complete when it is issued',
      }),
})

/** The lunar festivals that are known. Rule: Y10. */
export const festivalField = whenAsked(() =>
  z.enum(['springFestival', 'lantern', 'dragonBoat', 'midAutumn', 'doubleNinth']),
)
export type Festival = z.output<ReturnType<typeof festivalField>>

export const carePolicy = declarePolicy({
  service: 'loyalty',
  name: 'careMessages',
  summary: 'Which care messages families get.',
  schema: () =>
    z.object({
      birthdays: z.boolean().default(true),
      festivals: z.array(festivalField()).max(5).default(['springFestival', 'midAutumn']),
      /** When those born on 29 February are greeted in a common year. */
      leapDayBirthday: z.enum(['02-28', '03-01']).default('02-28'),
      /** Days after the day itself on which a greeting that was missed may still go out. */
      belatedDays: z.int().min(0).max(3).default(1),
    }),
})
export type CarePolicy = z.output<ReturnType<typeof carePolicy.schema>>

export const dangerPolicy = declarePolicy({
  service: 'loyalty',
  name: 'danger',
  summary: 'Which signals make a family endangered, and who is told.',
  schema: () =>
    z.object({
      /** Absences that count as frequent, within `absenceDays` days. */
      absences: z.int().min(1).max(50).default(3),
      absenceDays: z.int().min(1).max(365).default(30),
      /** Different reasons that together make a family endangered. */
      reasonsNeeded: z.int().min(1).max(4).default(2),
      /** An open major complaint is enough by itself. */
      majorComplaintAlone: z.boolean().default(true),
      /** Signals this many days older than the latest one count no more. */
      signalDays: z.int().min(1).max(730).default(90),
      /** Gets the task when the enrollment names no learning manager. */
      learningManagerId: idField('staff').optional(),
    }),
})
export type DangerPolicy = z.output<ReturnType<typeof dangerPolicy.schema>>
