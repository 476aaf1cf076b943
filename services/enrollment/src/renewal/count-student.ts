import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import type { Seat } from '../enrolling/enrollment.ts'
import { listEnrollments, loadEnrollment } from '../enrolling/enrollment-store.ts'
import type { Promotion } from '../promotion/promotion-store.ts'
import { loadCounted } from './census-store.ts'
import { findPaid } from './note-renewal.ts'
import { type CountedStudent, type CountedTerm, renewBy } from './renewal.ts'
import { endFound, standingAccount } from './standing-account.ts'

/** Nobody has more enrollments of later terms than this before one of them is known to be paid. */
const mostEarlier = 10

/** A seat on the census date. */
interface CountedSeat {
  readonly seat: Seat
  readonly classGroup: ClassGroup
  readonly term: CountedTerm
  readonly promotions: readonly Promotion[]
}

/**
 * Whoever has paid for a later term by now has renewed; a year plan pays as the student joins a class. What was enrolled last is looked
 * at first.
 * Rule: E11, E14.
 */
export async function renewedByNow(context: CampusContext, student: CountedStudent): Promise<CountedStudent> {
  const { items } = await listEnrollments(context, student.studentId, { limit: mostEarlier, descending: true })
  const others = items.map(({ value }) => value).filter(({ termId }) => termId !== student.termId)
  const paid = await Promise.all(
    others.map(({ enrollmentId, enrolledAt, yearPlanId }) =>
      findPaid(context, enrollmentId, yearPlanId ? enrolledAt : context.now),
    ),
  )
  return paid.reduce((renewed, each) => (each ? renewBy(renewed, each) : renewed), student)
}

/** Whether a student who changed class is counted in the term by the other one, whose transfer may not have been told yet. */
async function isCountedBy(
  context: CampusContext,
  student: Pick<CountedStudent, 'studentId' | 'termId' | 'enrollmentId'>,
) {
  const counted = await loadCounted(context, student.studentId)
  const inTerm = counted.filter(({ value }) => value.termId === student.termId)
  const standing = await Promise.all(inTerm.map(({ value }) => standingAccount(context, value.enrollmentId)))
  return standing.some(({ enrollmentId }) => enrollmentId === student.enrollmentId)
}

/**
 * A student as the census counts them. Whoever changed class since the census date began is counted once, and goes on where they are.
 * @returns undefined for who is counted in the term by their other class
 * Rule: E10, E14.
 */
export async function countStudent(
  context: CampusContext,
  { seat, classGroup, term, promotions }: CountedSeat,
): Promise<CountedStudent | undefined> {
  const { studentId } = seat
  const { termId } = term
  const { householdId, learningManagerId, fromEnrollmentId } = await loadEnrollment(context, seat.enrollmentId)
  const account = seat.leftAt ? await standingAccount(context, seat.enrollmentId) : undefined
  const enrollmentId = account?.enrollmentId ?? seat.enrollmentId
  const mayBeCounted = fromEnrollmentId !== undefined || enrollmentId !== seat.enrollmentId
  if (mayBeCounted && (await isCountedBy(context, { studentId, termId, enrollmentId }))) return undefined
  const promoted = promotions.find((each) => each.studentId === studentId)
  const { classGroupId, courseId, teacherId } = classGroup
  const student: CountedStudent = {
    ...{ termId, termEndsOn: term.endsOn, cutOffOn: term.cutOffOn, classGroupId, courseId, teacherId },
    ...{ studentId, householdId, enrollmentId },
    ...(learningManagerId && { learningManagerId }),
    outcome: { status: 'open' },
    ...(promoted && { promotion: { promotedAt: promoted.promotedAt, enrollmentId: promoted.toEnrollmentId } }),
    renewalTold: false,
    lapseTold: false,
  }
  const end = account && (await endFound(context, account))
  return renewedByNow(context, end ? end(student) : student)
}
