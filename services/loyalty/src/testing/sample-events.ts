import {
  type AttendanceStatus,
  attendanceCorrected,
  gradeFell,
  gradeRecorded,
  lessonAttended,
  lessonMissed,
  studentEnrolled,
  tuitionPaid,
  tuitionRefunded,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import {
  complaintFiled,
  complaintReopened,
  complaintResolved,
  lowSatisfactionDetected,
} from '@tutelage/shared/contracts/feedback/events.ts'
import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import { addMs, dayMs, type Instant, instant, localDate } from '@tutelage/shared/kernel/instant.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { arrived, named, staff } from './service-bench.ts'

/** For tests: nine in the morning in Shanghai, `days` after Monday 2 March 2026. */
export const dayAt = (days: number): Instant => addMs(instant('2026-03-02T01:00:00Z'), days * dayMs)

const whose = (student: string, household = 'wang') => ({
  studentId: named('student', student),
  householdId: named('household', household),
  enrollmentId: named('enrollment', student),
})
const where = { classGroupId: named('classGroup', 'maths'), courseId: named('course', 'maths') }

/** For tests: a student of a household was enrolled; the n-th enrollment. */
export const enrolled = (student = 'li', { household = 'wang', day = 0, n = 1, manager = '' } = {}) =>
  arrived(
    studentEnrolled,
    {
      ...whose(student, household),
      ...where,
      enrollmentId: named('enrollment', `${student}${n}`),
      ...(manager && { learningManagerId: staff(manager) }),
      termId: named('term', 'spring'),
      centihours: centihours(2_000),
      priceMinor: amountMinor(400_000),
      currency: 'CNY',
      startsOn: localDate('2026-03-02'),
    },
    { at: dayAt(day), of: `enrollment-${student}-${n}` },
  )

const payment = (name: string, amount: number) => ({
  ...whose('li'),
  paymentId: named('payment', name),
  amountMinor: amountMinor(amount),
  currency: 'CNY',
})

/** For tests: a payment by name, made on a day. */
export const paid = (name: string, amount: number, day = 0) =>
  arrived(
    tuitionPaid,
    { ...payment(name, amount), means: 'cash', paidAt: dayAt(day) },
    { at: dayAt(day), of: `payment-${name}` },
  )

/** For tests: a part of a payment was given back on a day. */
export const refunded = (
  name: string,
  { amount, of, day = 1, n = 1 }: { amount: number; of: number; day?: number; n?: number },
) =>
  arrived(
    tuitionRefunded,
    { ...payment(name, amount), refundId: named('refund', `${name}${n}`), paymentAmountMinor: amountMinor(of) },
    { at: dayAt(day), of: `payment-${name}`, version: n + 1 },
  )

const inLesson = (n: number, student: string) => ({
  ...whose(student),
  ...where,
  lessonId: named('lesson', `${student}${n}`),
  startsAt: dayAt(n),
})

/** For tests: the student was in the lesson of day n. */
export const attended = (n: number, student = 'li') =>
  arrived(lessonAttended, { ...inLesson(n, student), status: 'attended' }, { at: dayAt(n), of: `mark-${student}-${n}` })

/** For tests: the student was not in the lesson of day n. */
export const missed = (n: number, status: 'leave' | 'absent' = 'absent', student = 'li') =>
  arrived(lessonMissed, { ...inLesson(n, student), status }, { at: dayAt(n), of: `mark-${student}-${n}` })

/** For tests: the mark of day n was wrong. */
export const corrected = (
  n: number,
  {
    before,
    after,
    version = 2,
    student = 'li',
  }: {
    before: AttendanceStatus
    after: AttendanceStatus
    version?: number
    student?: string
  },
) =>
  arrived(
    attendanceCorrected,
    { ...inLesson(n, student), before, after },
    { at: dayAt(n), of: `mark-${student}-${n}`, version },
  )

const gradeOf = (n: number, student: string) => {
  const { studentId, householdId } = whose(student)
  return { studentId, householdId, gradeId: named('grade', `${student}${n}`) }
}

/** For tests: a grade fell on a day, or again by a later version of it. */
export const fell = (n: number, student = 'li', version = 1) => {
  const data = { ...gradeOf(n, student), previousGradeId: named('grade', `${student}${n}-before`) }
  return arrived(gradeFell, data, { at: dayAt(n), of: data.gradeId, version })
}

/** For tests: the grade of a day was corrected, and its fall with it if the correction took it back. */
export const regraded = (
  n: number,
  {
    fallWithdrawn = true,
    version = 2,
    student = 'li',
  }: { fallWithdrawn?: boolean; version?: number; student?: string } = {},
) => {
  const grade = { ...gradeOf(n, student), heldOn: localDate('2026-03-01') }
  const data = fallWithdrawn ? { ...grade, fallWithdrawn: true as const } : grade
  return arrived(gradeRecorded, data, { at: dayAt(n), of: grade.gradeId, version })
}

/** For tests: a survey was answered badly on a day. */
export const answeredBadly = (n: number, student = 'li') => {
  const { studentId, householdId } = whose(student)
  const surveyId = named('survey', `${student}${n}`)
  return arrived(
    lowSatisfactionDetected,
    { studentId, householdId, surveyId, rating: 1 },
    { at: dayAt(n), of: surveyId },
  )
}

const complaintOf = (name: string, student?: string) => ({
  complaintId: named('complaint', name),
  householdId: named('household', 'wang'),
  ...(student && { studentId: named('student', student) }),
})

/** For tests: a complaint was filed on a day; about the whole household unless a student is named. */
export const complained = (
  n: number,
  {
    severity = 'normal',
    student,
    name = 'noise',
  }: { severity?: 'normal' | 'major'; student?: string; name?: string } = {},
) => {
  const data = { ...complaintOf(name, student), severity, channel: 'phone' as const }
  return arrived(complaintFiled, data, { at: dayAt(n), of: data.complaintId })
}

/** For tests: a complaint was resolved, or reopened, on a day. */
export const settledComplaint = (n: number, { student, name = 'noise', version = 2 }: Told = {}) => {
  const data = { ...complaintOf(name, student), rootCause: 'service' as const, resolvedAt: dayAt(n) }
  return arrived(complaintResolved, data, { at: dayAt(n), of: data.complaintId, version })
}
export const reopened = (n: number, { student, name = 'noise', version = 3 }: Told = {}) => {
  const data = { ...complaintOf(name, student), reason: 'newFacts' as const }
  return arrived(complaintReopened, data, { at: dayAt(n), of: data.complaintId, version })
}

interface Told {
  readonly student?: string
  readonly name?: string
  readonly version?: number
}
