import * as z from 'zod'
import { weekdays } from '../../kernel/local-date.ts'
import { whenAsked } from '../deferred.ts'
import { amountField, centihoursField, idField, localDateField } from '../fields.ts'
import { declarePolicy } from '../policy-routes.ts'
import { defaultRefundWindowDays } from '../refund-window.ts'
import { documentKindField } from './documents-routes.ts'
import { type AttendanceStatus, attendanceStatusField } from './events.ts'

/** What a status of a student in a lesson means for the hours, the teacher and the make-up. Rule: E6. */
export const attendanceRuleField = whenAsked(() =>
  z.object({
    /** The lesson's hours are deducted. */
    deductsHours: z.boolean(),
    /** This student's being so is reason enough to pay the teacher for the lesson. */
    paysTeacher: z.boolean(),
    /** The student may make the lesson up. */
    grantsMakeUp: z.boolean(),
  }),
)
export type AttendanceRule = z.output<ReturnType<typeof attendanceRuleField>>

/** How a teacher was in a lesson. Rule: E6. */
export const teacherStatusField = whenAsked(() => z.enum(['attended', 'late', 'leave', 'absent']))
export type TeacherStatus = z.output<ReturnType<typeof teacherStatusField>>

const rule = (deductsHours: boolean, paysTeacher: boolean, grantsMakeUp: boolean): AttendanceRule => ({
  deductsHours,
  paysTeacher,
  grantsMakeUp,
})

/** The rules of a campus that set none. */
const defaultRules: Readonly<Record<AttendanceStatus, AttendanceRule>> = {
  attended: rule(true, true, false),
  late: rule(true, true, false),
  leave: rule(false, false, true),
  absent: rule(true, true, false),
  cancelledBySchool: rule(false, false, true),
  makeUp: rule(true, true, false),
}

/** A class group's own rules for some statuses; the campus's hold for the others. */
export const attendanceOverrides = whenAsked(() => z.partialRecord(attendanceStatusField(), attendanceRuleField()))

const ruleWithDefault = (status: AttendanceStatus) => attendanceRuleField().default(defaultRules[status])

export const attendancePolicy = declarePolicy({
  service: 'enrollment',
  name: 'attendance',
  summary: 'What each status in a lesson means: hours deducted, teacher paid, make-up granted.',
  schema: () =>
    z.object({
      statuses: z
        .object({
          attended: ruleWithDefault('attended'),
          late: ruleWithDefault('late'),
          leave: ruleWithDefault('leave'),
          absent: ruleWithDefault('absent'),
          cancelledBySchool: ruleWithDefault('cancelledBySchool'),
          makeUp: ruleWithDefault('makeUp'),
        })
        .prefault({}),
      /** For which statuses of their own teachers are paid. */
      teacherPaidWhen: z.array(teacherStatusField()).max(4).default(['attended', 'late']),
      /** Who checks in so much before a lesson comes to it. */
      checkInMinutesBefore: z.int().min(0).max(240).default(60),
      /** Who checks in more than this after its start is proposed as late. */
      lateAfterMinutes: z.int().min(0).max(240).default(5),
    }),
})
export type AttendancePolicy = z.output<ReturnType<typeof attendancePolicy.schema>>

export const teacherPayPolicy = declarePolicy({
  service: 'enrollment',
  name: 'teacherPay',
  summary: 'What a lesson of a reward course earns its teacher beside the rate of the class, in the minor unit.',
  // What a campus that set nothing pays: a default, which no rule of the chain asks for.
  schema: () => z.object({ rewardAllowanceMinor: amountField().prefault(2_000) }),
})

export const certificatesPolicy = declarePolicy({
  service: 'enrollment',
  name: 'certificates',
  summary: 'How many days before a certificate of a teacher expires a reminder goes out, and to whom.',
  schema: () =>
    z.object({
      remindDaysBefore: z.int().min(1).max(365).default(60),
      /** The campus managers to be reminded; whoever recorded the certificate, while none is named. */
      remindStaffIds: z.array(idField('staff')).max(10).default([]),
    }),
})

/** What an appraisal looks at. Rule: E17. */
export const appraisalFactors = [
  'studentAttendance',
  'teacherAttendance',
  'punctuality',
  'lessonsGiven',
  'renewal',
  'promotion',
  'examProgress',
  'certificates',
] as const
export type AppraisalFactor = (typeof appraisalFactors)[number]

/** How much a factor counts beside the others; 0 for not at all. */
const weightField = (byDefault: number) => z.int().min(0).max(100).default(byDefault)

export const appraisalPolicy = declarePolicy({
  service: 'enrollment',
  name: 'appraisal',
  summary: 'How much each factor of an appraisal counts, and how many lessons a month are a full load.',
  schema: () =>
    z.object({
      weights: z
        .object({
          studentAttendance: weightField(20),
          teacherAttendance: weightField(15),
          punctuality: weightField(10),
          lessonsGiven: weightField(10),
          renewal: weightField(15),
          promotion: weightField(10),
          examProgress: weightField(15),
          certificates: weightField(5),
        } satisfies Record<AppraisalFactor, unknown>)
        .prefault({})
        .refine((weights) => appraisalFactors.some((factor) => factor !== 'renewal' && weights[factor] > 0), {
          error: 'no teacher is appraised by churn alone',
        }),
      fullLoadLessonsPerMonth: z.int().min(1).max(400).default(40),
    }),
})
export type AppraisalPolicy = z.output<ReturnType<typeof appraisalPolicy.schema>>

export const lessonHoursPolicy = declarePolicy({
  service: 'enrollment',
  name: 'lessonHours',
  summary: 'Below how many hours left the family is reminded, in hundredths of an hour.',
  schema: () => z.object({ lowBalanceCentihours: centihoursField().prefault(500) }),
})
export type LessonHoursPolicy = z.output<ReturnType<typeof lessonHoursPolicy.schema>>

export const gradesPolicy = declarePolicy({
  service: 'enrollment',
  name: 'grades',
  summary: 'By how many percent of full marks a score must fall to be a large fall.',
  schema: () => z.object({ fallPercent: z.int().min(1).max(100).default(10) }),
})

export const refundPolicy = declarePolicy({
  service: 'enrollment',
  name: 'refund',
  summary: 'For how many days after a payment what of it was not used can be refunded.',
  schema: () =>
    z.object({
      refundWindowDays: z.int().min(0).max(3_650).default(defaultRefundWindowDays),
      /** Who ends an enrollment gets back what was not used, whenever it was paid. */
      afterWindowOnTermination: z.boolean().default(true),
    }),
})

export const libraryPolicy = declarePolicy({
  service: 'enrollment',
  name: 'library',
  summary: 'For how many days a copy is lent, how often on, and how many copies one may have at a time.',
  schema: () =>
    z.object({
      loanDays: z.int().min(1).max(365).default(14),
      mostRenewals: z.int().min(0).max(50).default(2),
      mostLoans: z.int().min(1).max(50).default(3),
    }),
})

/** The price of a year of lessons, for who signs for so many years from a day on. */
const yearPlanOffer = whenAsked(() =>
  z
    .object({
      years: z.int().min(1).max(6),
      effectiveFrom: localDateField(),
      pricePerYearMinor: amountField(),
      /** What such a year costs by the list: by it the price of a used lesson is told. */
      listPerYearMinor: amountField(),
      depositMinor: amountField(),
    })
    .refine((offer) => offer.pricePerYearMinor > 0 && offer.depositMinor > 0, { error: 'must be more than nothing' })
    .refine((offer) => offer.pricePerYearMinor <= offer.listPerYearMinor, { error: 'must not be above the list' }),
)

export const yearPlanPolicy = declarePolicy({
  service: 'enrollment',
  name: 'yearPlan',
  summary:
    'What year plans cost, by years and from which day on, and how long after its last day a plan is waited for.',
  schema: () =>
    z.object({
      offers: z.array(yearPlanOffer()).max(100).default([]),
      /** Days after the plan's last one until its deposit is forfeited for courses that are not completed. */
      graceDays: z.int().min(0).max(730).default(90),
    }),
})
export type YearPlanPolicy = z.output<ReturnType<typeof yearPlanPolicy.schema>>

export const timetablePolicy = declarePolicy({
  service: 'enrollment',
  name: 'timetable',
  summary: 'Whether a make-up working day has the lessons of the weekday that it stands for, or its own.',
  schema: () => z.object({ makeUpDays: z.enum(['asWeekday', 'asItself']).default('asWeekday') }),
})

export const prepaymentPolicy = declarePolicy({
  service: 'enrollment',
  name: 'prepayment',
  summary:
    'How many months and lessons may be charged ahead, and from how many days before the start, as local rules ask.',
  schema: () =>
    z.object({
      mostMonths: z.int().min(1).max(120).default(3),
      mostLessons: z.int().min(1).max(2_000).default(60),
      earliestDaysBefore: z.int().min(0).max(3_650).default(30),
    }),
})
export type PrepaymentPolicy = z.output<ReturnType<typeof prepaymentPolicy.schema>>

const basisPoints = whenAsked(() => z.int().min(0).max(10_000))

export const discountPolicy = declarePolicy({
  service: 'enrollment',
  name: 'discount',
  summary:
    'How much less tuition is by tier and for annual students, in hundredths of a percent; the largest is for annual students only.',
  schema: () =>
    z
      .object({
        tiers: z
          .array(z.object({ tier: z.string().min(1).max(40), basisPoints: basisPoints() }))
          .max(20)
          .default([]),
        annualBasisPoints: basisPoints().default(0),
      })
      .refine(({ tiers, annualBasisPoints }) => tiers.every((each) => each.basisPoints <= annualBasisPoints), {
        path: ['annualBasisPoints'],
        error: 'the largest discount is for annual students',
      }),
})
export type DiscountPolicy = z.output<ReturnType<typeof discountPolicy.schema>>

export const priceLockPolicy = declarePolicy({
  service: 'enrollment',
  name: 'priceLock',
  summary:
    'Whether more hours of an enrollment keep its price, and for how many days before a registered exam no rise is felt.',
  schema: () =>
    z.object({
      moreHoursKeepPrice: z.boolean().default(true),
      daysBeforeExam: z.int().min(0).max(365).default(90),
    }),
})

export const activitiesPolicy = declarePolicy({
  service: 'enrollment',
  name: 'activities',
  summary: 'How many hours before an activity the families that signed up are reminded; 0 for never.',
  schema: () => z.object({ remindHoursBefore: z.int().min(0).max(720).default(24) }),
})

export const dunningPolicy = declarePolicy({
  service: 'enrollment',
  name: 'dunning',
  summary: 'When tuition is due, and on which days the family is reminded of it.',
  schema: () =>
    z.object({
      /** After the purchase, when no plan was agreed on. */
      dueDays: z.int().min(0).max(365).default(7),
      remindDaysBefore: z.int().min(0).max(60).default(3),
      overdueDaysAfter: z.int().min(1).max(60).default(3),
    }),
})
export type DunningPolicy = z.output<ReturnType<typeof dunningPolicy.schema>>

export const bookingPolicy = declarePolicy({
  service: 'enrollment',
  name: 'booking',
  summary: 'How early one-to-one lessons are booked and cancelled, and what a late cancellation counts as.',
  schema: () =>
    z.object({
      /** No lesson is booked that begins sooner. */
      bookNoticeHours: z.int().min(0).max(720).default(12),
      bookAheadDays: z.int().min(1).max(365).default(60),
      /** Open hours are offered in steps of this length. */
      stepMinutes: z.int().min(5).max(240).default(30),
      /** A lesson that begins sooner is not freed by cancelling. */
      cancelNoticeHours: z.int().min(0).max(720).default(24),
      /** How the student is marked then; the class's rule for it says what is deducted and paid. */
      lateCancellation: z.enum(['leave', 'absent']).default('absent'),
    }),
})

export const waitingListPolicy = declarePolicy({
  service: 'enrollment',
  name: 'waitingList',
  summary:
    'How many families may wait for a class, and for how many hours a seat that is free is kept for the next of them.',
  schema: () =>
    z.object({
      /** So many at most that all can be offered seats in one transaction. */
      mostWaiting: z.int().min(1).max(80).default(50),
      offerHours: z.int().min(1).max(720).default(48),
    }),
})

export const documentsPolicy = declarePolicy({
  service: 'enrollment',
  name: 'documents',
  summary: 'Which documents a campus asks for with each enrollment.',
  schema: () => z.object({ required: z.array(documentKindField()).max(10).default(['agreement']) }),
})

export const elitePolicy = declarePolicy({
  service: 'enrollment',
  name: 'elite',
  summary: 'From which share of full marks a student is admitted to an elite class, and how long the seat is kept.',
  schema: () =>
    z.object({
      minimumPercent: z.int().min(0).max(100).default(60),
      acceptHours: z.int().min(1).max(720).default(72),
    }),
})

export const renewalPolicy = declarePolicy({
  service: 'enrollment',
  name: 'renewal',
  summary:
    'When the students of a term are counted, and its list of families to talk to begins; and by when the next term is to be paid for.',
  schema: () =>
    z.object({
      censusWeeksBeforeEnd: z.int().min(0).max(26).default(4),
      cutOffDaysAfterEnd: z.int().min(0).max(90).default(14),
    }),
})
export type RenewalPolicy = z.output<ReturnType<typeof renewalPolicy.schema>>

export const selfAssessmentPolicy = declarePolicy({
  service: 'enrollment',
  name: 'selfAssessment',
  summary: 'How often a student may answer one quiz, and for how many days a link to it holds.',
  schema: () =>
    z.object({
      mostAttempts: z.int().min(1).max(50).default(3),
      linkDays: z.int().min(1).max(365).default(30),
    }),
})

export const progressReportsPolicy = declarePolicy({
  service: 'enrollment',
  name: 'progressReports',
  summary: 'When families are sent a progress report: on a day of each month, or every so many weeks on a weekday.',
  schema: () =>
    z.object({
      rhythm: z.enum(['monthly', 'weekly', 'never']).default('monthly'),
      dayOfMonth: z.int().min(1).max(28).default(28),
      everyWeeks: z.int().min(1).max(26).default(4),
      weekday: z.enum(weekdays).default('fri'),
    }),
})
export type ProgressReportsPolicy = z.output<ReturnType<typeof progressReportsPolicy.schema>>
