import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { HouseholdId, Id, LeadId, StaffId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import { emptyBook } from '@tutelage/shared/ledger/book.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'

/** What was agreed when a student was enrolled; it never changes. Rule: E3, E4. */
export interface Enrollment {
  readonly enrollmentId: Id<'enrollment'>
  readonly studentId: StudentId
  readonly householdId: HouseholdId
  readonly classGroupId: Id<'classGroup'>
  readonly courseId: Id<'course'>
  readonly termId: Id<'term'>
  readonly leadId?: LeadId | undefined
  readonly learningManagerId?: StaffId | undefined
  readonly centihours: HoursAccount['boughtCentihours']
  readonly priceMinor: AmountMinor
  readonly currency: string
  readonly startsOn: LocalDate
  readonly enrolledAt: Instant
}

/** Who sits in a class group. */
export type Seat = Pick<Enrollment, 'studentId' | 'enrollmentId'>

/** What stands when somebody wants to enroll a student. */
export interface Wish {
  readonly classGroup: ClassGroup
  /** The enrollment that the student has in this class. */
  readonly seat: Id<'enrollment'> | undefined
  readonly priceMinor: AmountMinor
  /** What the family was told. */
  readonly quotedPriceMinor: AmountMinor | undefined
}

/**
 * Whether a student may be enrolled.
 * @returns refuses `alreadyEnrolled` with the enrollment, `classFull` with the capacity, `priceChanged` with both prices
 * Rule: E3.
 */
export function checkWish(wish: Wish): Decision<Wish, 'alreadyEnrolled' | 'classFull' | 'priceChanged'> {
  const { classGroup, seat, priceMinor, quotedPriceMinor } = wish
  if (seat) return refuse('alreadyEnrolled', { enrollmentId: seat })
  if (classGroup.seatsTaken >= classGroup.capacity) return refuse('classFull', { capacity: classGroup.capacity })
  if (quotedPriceMinor !== undefined && quotedPriceMinor !== priceMinor) {
    return refuse('priceChanged', { quotedPriceMinor, priceMinor })
  }
  return accept(wish)
}

/** The account of a new enrollment: nothing paid, no hours open. */
export const openAccount = (enrollment: Enrollment): HoursAccount => ({
  enrollmentId: enrollment.enrollmentId,
  studentId: enrollment.studentId,
  householdId: enrollment.householdId,
  classGroupId: enrollment.classGroupId,
  courseId: enrollment.courseId,
  termId: enrollment.termId,
  currency: enrollment.currency,
  boughtCentihours: centihours(enrollment.centihours),
  priceMinor: enrollment.priceMinor,
  receivedMinor: amountMinor(0),
  book: emptyBook,
  lowBalanceTold: false,
})
