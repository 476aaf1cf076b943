import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { HouseholdId, Id, LeadId, StaffId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import { emptyBook } from '@tutelage/shared/ledger/book.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { withPurchase } from '../lesson-hours/purchase.ts'

/** What was agreed when a student was enrolled; it never changes: where it stands is in its account. Rule: E3, E4. */
export interface Enrollment {
  readonly enrollmentId: Id<'enrollment'>
  readonly studentId: StudentId
  readonly householdId: HouseholdId
  readonly classGroupId: Id<'classGroup'>
  readonly courseId: Id<'course'>
  readonly termId: Id<'term'>
  readonly leadId?: LeadId | undefined
  readonly learningManagerId?: StaffId | undefined
  /** The year plan that opens its hours; its price is 0 then. Rule: E11. */
  readonly yearPlanId?: Id<'yearPlan'> | undefined
  /** The one that it goes on from, in another class. Rule: E10. */
  readonly fromEnrollmentId?: Id<'enrollment'> | undefined
  readonly centihours: HoursAccount['boughtCentihours']
  readonly priceMinor: AmountMinor
  readonly currency: string
  readonly startsOn: LocalDate
  readonly enrolledAt: Instant
  /** Of an enrollment that goes on from another class of the course: when its price was agreed on first. Rule: E4, E10. */
  readonly pricedAt?: Instant | undefined
}

/** Since when an enrollment keeps its price. Rule: E4. */
export const priceKeptSince = ({ pricedAt, enrolledAt }: Pick<Enrollment, 'pricedAt' | 'enrolledAt'>): Instant =>
  pricedAt ?? enrolledAt

/** Who sits in a class group, or sat there until a moment. */
export interface Seat extends Pick<Enrollment, 'studentId' | 'enrollmentId'> {
  readonly leftAt?: Instant
}

/**
 * Who belongs to a class at a moment, such as the start of a lesson: who left later, and who sits there now. A student who left and
 * came back counts once, by the seat of that time.
 * @param seats of one class, those of the past too
 * Rule: E6, E13.
 */
export function seatsAt(seats: readonly Seat[], at: Instant): readonly Seat[] {
  const byStudent = new Map<StudentId, Seat>()
  for (const seat of seats) {
    const known = byStudent.get(seat.studentId)
    if (seat.leftAt !== undefined && seat.leftAt <= at) continue
    if (!known || (seat.leftAt ?? '~') < (known.leftAt ?? '~')) byStudent.set(seat.studentId, seat)
  }
  return [...byStudent.values()]
}

/**
 * Whether a seat of a class is free for a student.
 * @param wanted the class, and the enrollment that the student has in it
 * @returns refuses `alreadyEnrolled` with the enrollment, `classFull` with the capacity
 * Rule: E3.
 */
export function checkSeat({
  classGroup,
  seat,
}: {
  readonly classGroup: Pick<ClassGroup, 'seatsTaken' | 'capacity'>
  readonly seat: Id<'enrollment'> | undefined
}): Decision<null, 'alreadyEnrolled' | 'classFull'> {
  if (seat) return refuse('alreadyEnrolled', { enrollmentId: seat })
  if (classGroup.seatsTaken >= classGroup.capacity) return refuse('classFull', { capacity: classGroup.capacity })
  return accept(null)
}

/** The account of a new enrollment in which nothing was agreed on yet. */
export const newAccount = (enrollment: Enrollment): HoursAccount => ({
  enrollmentId: enrollment.enrollmentId,
  studentId: enrollment.studentId,
  householdId: enrollment.householdId,
  classGroupId: enrollment.classGroupId,
  courseId: enrollment.courseId,
  termId: enrollment.termId,
  currency: enrollment.currency,
  state: { status: 'active' },
  boughtCentihours: centihours(0),
  priceMinor: amountMinor(0),
  receivedMinor: amountMinor(0),
  purchases: [],
  book: emptyBook,
  lowBalanceTold: false,
})

/**
 * The account of a new enrollment: what was agreed is its first purchase, nothing is paid and no hours are open.
 * @param purchaseId of that first purchase
 */
export const openAccount = (enrollment: Enrollment, purchaseId: Id<'purchase'>): HoursAccount =>
  withPurchase(newAccount(enrollment), {
    purchaseId,
    centihours: enrollment.centihours,
    amountMinor: enrollment.priceMinor,
  })
