import type { PrepaymentPolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import type { AppliedPrepayment } from '@tutelage/shared/contracts/enrollment/price-fields.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays, addMonths } from '@tutelage/shared/kernel/local-date.ts'

export type PrepaymentRefusal = 'prepaymentTooEarly' | 'prepaymentTooManyLessons' | 'prepaymentTooManyMonths'

/** What would be charged ahead. */
export interface Charge {
  readonly today: LocalDate
  /** The first day of the enrollment. */
  readonly startsOn: LocalDate
  /** Hours that would be paid ahead, with those at hand. */
  readonly centihours: number
  /** > 0 */
  readonly centihoursPerLesson: number
  /** Lessons that the class has still to hold; those on the timetable by day, and the day on which the others are over. */
  readonly ahead: {
    readonly lessons: number
    readonly scheduledOn: readonly LocalDate[]
    readonly othersUntil: LocalDate
  }
}

/** The day of the last lesson that is paid for: by the timetable, or the term's end for what is not on it yet. */
function lastPaidDay({ ahead }: Charge, lessons: number): LocalDate | undefined {
  const last = Math.min(lessons, ahead.lessons)
  if (last <= 0) return undefined
  return ahead.scheduledOn[last - 1] ?? ahead.othersUntil
}

/**
 * Whether a charge keeps within what the campus may take ahead.
 * @returns how the rule was applied, or refuses `prepaymentTooEarly` with the first day, `prepaymentTooManyLessons` with both
 * numbers, `prepaymentTooManyMonths` with the day until which it pays and the latest
 * Rule: E5.
 */
export function checkPrepayment(
  { mostMonths, mostLessons, earliestDaysBefore }: PrepaymentPolicy,
  charge: Charge,
): Decision<AppliedPrepayment, PrepaymentRefusal> {
  const { today, startsOn, centihours, centihoursPerLesson } = charge
  const earliest = addDays(startsOn, -earliestDaysBefore)
  if (today < earliest) return refuse('prepaymentTooEarly', { earliest, earliestDaysBefore, startsOn })
  const lessons = Math.ceil(Math.max(0, centihours) / centihoursPerLesson)
  if (lessons > mostLessons) return refuse('prepaymentTooManyLessons', { lessons, mostLessons })
  const latest = addMonths(today > startsOn ? today : startsOn, mostMonths)
  const paidUntil = lastPaidDay(charge, lessons)
  if (paidUntil && paidUntil > latest) return refuse('prepaymentTooManyMonths', { paidUntil, latest, mostMonths })
  const figures = { lessons, mostLessons, latest, mostMonths, earliest }
  return accept({ rule: 'prepayment', ...figures, ...(paidUntil && { paidUntil }) })
}
