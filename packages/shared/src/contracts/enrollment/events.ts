import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineEvent } from '../define-event.ts'
import { amountField, centihoursField, currencyField, idField, instantField, localDateField } from '../fields.ts'

const publishers = ['enrollment'] as const
const version = 1

/** Whose and of what: every event about one student's enrollment carries these. */
const enrollment = whenAsked(() => ({
  enrollmentId: idField('enrollment'),
  studentId: idField('student'),
  householdId: idField('household'),
  classGroupId: idField('classGroup'),
  courseId: idField('course'),
}))

/** One student in one lesson. */
const attendance = whenAsked(() => ({ ...enrollment(), lessonId: idField('lesson'), startsAt: instantField() }))

/** Statuses of a student in a lesson. Rule: E6. */
export const attendanceStatusField = whenAsked(() =>
  z.enum(['attended', 'late', 'leave', 'absent', 'cancelledBySchool', 'makeUp']),
)
export type AttendanceStatus = z.output<ReturnType<typeof attendanceStatusField>>

export const paymentMeansField = whenAsked(() =>
  z.enum(['cash', 'card', 'bankTransfer', 'wechatPay', 'alipay', 'storedValue', 'gateway']),
)

export const studentEnrolled = defineEvent({
  name: 'StudentEnrolled',
  publishers,
  version,
  summary: 'A student was enrolled in a class group, at a price that stays.',
  data: () =>
    z.object({
      ...enrollment(),
      leadId: idField('lead').optional(),
      /** Who looks after the family from now on. */
      learningManagerId: idField('staff').optional(),
      termId: idField('term'),
      centihours: centihoursField(),
      priceMinor: amountField(),
      currency: currencyField(),
      startsOn: localDateField(),
    }),
})

/** Why an enrollment ended as it was meant to. Rule: E13. */
const naturalEndReasonField = whenAsked(() => z.enum(['courseFinished', 'graduated']))
/** Why a family left before that. Rule: Y14. */
const lossReasonField = whenAsked(() => z.enum(['needGone', 'dissatisfied', 'luredAway', 'pushedAway']))
/** What was behind a loss. Rule: Y14. */
const lossCauseField = whenAsked(() =>
  z.enum([
    'parentsView',
    'quality',
    'product',
    'service',
    'teacher',
    'competition',
    'childsFeeling',
    'satisfiedNotLoyal',
  ]),
)
/** A natural end is told apart from a loss. Rule: E13. */
export const terminationReasonField = whenAsked(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('naturalEnd'), reason: naturalEndReasonField() }),
    z.object({ kind: z.literal('loss'), reason: lossReasonField(), cause: lossCauseField().optional() }),
  ]),
)
export type TerminationReason = z.output<ReturnType<typeof terminationReasonField>>

export const enrollmentTerminated = defineEvent({
  name: 'EnrollmentTerminated',
  publishers,
  version,
  summary: 'An enrollment ended, naturally or by a loss; its seat is free and what was not used was refunded.',
  data: () =>
    z.object({
      ...enrollment(),
      termId: idField('term'),
      why: terminationReasonField(),
      terminatedAt: instantField(),
      refundedMinor: amountField(),
      currency: currencyField(),
    }),
})

/** Money for an enrollment, or for a year plan. */
export const classTransferred = defineEvent({
  name: 'ClassTransferred',
  publishers,
  version,
  summary:
    'A student went on in another class with the hours that were left; no loss, and no new enrollment of the family.',
  data: () =>
    z.object({
      ...enrollment(),
      termId: idField('term'),
      toEnrollmentId: idField('enrollment'),
      toClassGroupId: idField('classGroup'),
      toCourseId: idField('course'),
      toTermId: idField('term'),
      /** Open in the new class. */
      centihours: centihoursField(),
      /** What the new class costs more; below 0 what it costs less. */
      differenceMinor: z.int(),
      currency: currencyField(),
    }),
})

export const studentPromoted = defineEvent({
  name: 'StudentPromoted',
  publishers,
  version,
  summary: 'A student goes on to the successor course.',
  data: () =>
    z.object({
      ...enrollment(),
      termId: idField('term'),
      toEnrollmentId: idField('enrollment'),
      toClassGroupId: idField('classGroup'),
      toCourseId: idField('course'),
    }),
})

export const enrollmentRenewed = defineEvent({
  name: 'EnrollmentRenewed',
  publishers,
  version,
  summary: 'A student of a term has paid for a later one by the cut-off; told once for a student and term.',
  data: () =>
    z.object({
      ...enrollment(),
      termId: idField('term'),
      byEnrollmentId: idField('enrollment'),
      renewedOn: localDateField(),
    }),
})

export const enrollmentLapsed = defineEvent({
  name: 'EnrollmentLapsed',
  publishers,
  version,
  summary: 'A student of a term has not paid for a later one by the cut-off; told once for a student and term.',
  data: () => z.object({ ...enrollment(), termId: idField('term'), cutOffOn: localDateField() }),
})

const payment = whenAsked(() => ({
  paymentId: idField('payment'),
  enrollmentId: idField('enrollment').optional(),
  yearPlanId: idField('yearPlan').optional(),
  studentId: idField('student'),
  householdId: idField('household'),
  amountMinor: amountField(),
  currency: currencyField(),
}))

export const tuitionPaid = defineEvent({
  name: 'TuitionPaid',
  publishers,
  // Since a year plan is paid too.
  version: 2,
  summary: 'Tuition was received; lesson hours are open in proportion.',
  data: () => z.object({ ...payment(), means: paymentMeansField(), paidAt: instantField() }),
})

export const tuitionRefunded = defineEvent({
  name: 'TuitionRefunded',
  publishers,
  // Since a year plan is paid too.
  version: 2,
  summary: 'Tuition of one payment was given back, wholly or in part.',
  data: () =>
    z.object({
      ...payment(),
      refundId: idField('refund'),
      /** What the payment was, so that a consumer can take back exactly its share. */
      paymentAmountMinor: amountField(),
    }),
})

export const lessonScheduled = defineEvent({
  name: 'LessonScheduled',
  publishers,
  version,
  summary: 'A lesson has a time, a teacher and a class.',
  data: () =>
    z.object({
      lessonId: idField('lesson'),
      classGroupId: idField('classGroup'),
      courseId: idField('course'),
      teacherId: idField('staff'),
      startsAt: instantField(),
      endsAt: instantField(),
    }),
})

export const lessonCancelled = defineEvent({
  name: 'LessonCancelled',
  publishers,
  version,
  summary: 'A lesson was taken off the timetable.',
  data: () =>
    z.object({
      lessonId: idField('lesson'),
      classGroupId: idField('classGroup'),
      courseId: idField('course'),
      teacherId: idField('staff'),
      startsAt: instantField(),
    }),
})

export const lessonAttended = defineEvent({
  name: 'LessonAttended',
  publishers,
  version,
  summary: 'The student was in the lesson.',
  data: () => z.object({ ...attendance(), status: z.enum(['attended', 'late', 'makeUp']) }),
})

export const lessonMissed = defineEvent({
  name: 'LessonMissed',
  publishers,
  version,
  summary: 'The student was due in the lesson and was not there.',
  data: () => z.object({ ...attendance(), status: z.enum(['leave', 'absent']) }),
})

export const attendanceCorrected = defineEvent({
  name: 'AttendanceCorrected',
  publishers,
  version,
  summary: 'A mark was wrong: what it caused was reversed and the right mark posted.',
  data: () => z.object({ ...attendance(), before: attendanceStatusField(), after: attendanceStatusField() }),
})

export const lessonHoursDeducted = defineEvent({
  name: 'LessonHoursDeducted',
  publishers,
  version,
  summary: 'Lesson hours were deducted for a lesson, oldest purchase first.',
  data: () =>
    z.object({
      ...attendance(),
      entryId: idField('entry'),
      centihours: centihoursField(),
      remainingCentihours: centihoursField(),
    }),
})

export const balanceRanLow = defineEvent({
  name: 'BalanceRanLow',
  publishers,
  version,
  summary: 'The hours left fell below the campus threshold; told once until a top-up arms it again.',
  data: () =>
    z.object({
      enrollmentId: idField('enrollment'),
      studentId: idField('student'),
      householdId: idField('household'),
      remainingCentihours: centihoursField(),
      thresholdCentihours: centihoursField(),
    }),
})

export const courseCompleted = defineEvent({
  name: 'CourseCompleted',
  publishers,
  version,
  summary: 'The last lesson of the course in this enrollment was held.',
  data: () => z.object({ ...enrollment(), termId: idField('term'), completedAt: instantField() }),
})

/** A lesson that may be made up: the one that was missed is its credit. */
const makeUp = whenAsked(() => ({ ...enrollment(), missedLessonId: idField('lesson') }))

export const makeUpCreditGranted = defineEvent({
  name: 'MakeUpCreditGranted',
  publishers,
  version,
  summary: 'A missed lesson may be made up in another class until a moment.',
  data: () => z.object({ ...makeUp(), expiresAt: instantField() }),
})

export const makeUpCreditUsed = defineEvent({
  name: 'MakeUpCreditUsed',
  publishers,
  version,
  summary: 'A missed lesson was made up as a guest of another class.',
  data: () => z.object({ ...makeUp(), lessonId: idField('lesson') }),
})

export const makeUpCreditExpired = defineEvent({
  name: 'MakeUpCreditExpired',
  publishers,
  version,
  summary: 'A missed lesson was not made up in time.',
  data: () => z.object({ ...makeUp(), expiredAt: instantField() }),
})

const grade = whenAsked(() => ({
  gradeId: idField('grade'),
  studentId: idField('student'),
  householdId: idField('household'),
  courseId: idField('course').optional(),
}))

export const gradeRecorded = defineEvent({
  name: 'GradeRecorded',
  publishers,
  version,
  summary:
    'A score of an exam was recorded or corrected, or its fall taken back; the score itself stays with enrollment.',
  data: () =>
    z.object({
      ...grade(),
      heldOn: localDateField(),
      /** The fall that `GradeFell` told of is none any more: this score was corrected, or one before it. */
      fallWithdrawn: z.literal(true).optional(),
    }),
})

export const gradeFell = defineEvent({
  name: 'GradeFell',
  publishers,
  version,
  summary: 'A score is lower than the one before by at least the campus threshold.',
  data: () => z.object({ ...grade(), previousGradeId: idField('grade') }),
})

export const examScheduled = defineEvent({
  name: 'ExamScheduled',
  publishers,
  version,
  summary: 'A student is registered for an exam on a day.',
  data: () =>
    z.object({
      examId: idField('exam'),
      studentId: idField('student'),
      householdId: idField('household'),
      heldOn: localDateField(),
    }),
})

export const teacherPayAccrued = defineEvent({
  name: 'TeacherPayAccrued',
  publishers,
  version,
  summary: 'A lesson that was held earned the teacher pay; negative when a correction takes it back.',
  data: () =>
    z.object({
      teacherId: idField('staff'),
      lessonId: idField('lesson'),
      entryId: idField('entry'),
      /** By the class's rate and, of a reward course, with the allowance. */
      amountMinor: z.int(),
      currency: currencyField(),
      /** Month of the campus's calendar that pays it, `YYYY-MM`: the lesson's own or, once that is closed, the first open one. */
      month: z.string().regex(/^\d{4}-\d{2}$/),
    }),
})

export const teacherChanged = defineEvent({
  name: 'TeacherChanged',
  publishers,
  version,
  summary: 'A class group has another teacher from now on; a substitute in one lesson is none.',
  data: () =>
    z.object({
      classGroupId: idField('classGroup'),
      courseId: idField('course'),
      termId: idField('term'),
      previousTeacherId: idField('staff'),
      teacherId: idField('staff'),
    }),
})
