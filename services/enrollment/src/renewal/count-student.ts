import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import type { Seat } from '../enrolling/enrollment.ts'
import { listEnrollments, loadEnrollment } from '../enrolling/enrollment-store.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadAccount } from '../lesson-hours/hours-account-store.ts'
import type { Promotion } from '../promotion/promotion-store.ts'
import { loadCounted } from './census-store.ts'
import { findPaid } from './note-renewal.ts'
import { type CountedStudent, type CountedTerm, renewBy } from './renewal.ts'

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

/** The account of a seat as it stands now: whoever left it for another class goes on there. */
async function accountOf(context: CampusContext, { enrollmentId, leftAt }: Seat): Promise<HoursAccount | undefined> {
  if (!leftAt) return undefined
  let { value: account } = await loadAccount(context, enrollmentId)
  while (account.state.status === 'transferred') {
    account = (await loadAccount(context, account.state.toEnrollmentId)).value
  }
  return account
}

/** Whether a student who changed class is counted in the term by the other one. */
async function isCountedBy(
  context: CampusContext,
  student: Pick<CountedStudent, 'studentId' | 'termId' | 'enrollmentId'>,
) {
  const counted = await loadCounted(context, student.studentId)
  return counted.some(({ value }) => value.termId === student.termId && value.enrollmentId === student.enrollmentId)
}

/** Open, but for whoever is counted after their natural end. */
const outcomeOf = (account: HoursAccount | undefined): CountedStudent['outcome'] =>
  account?.state.status === 'terminated' && account.state.why.kind === 'naturalEnd'
    ? { status: 'naturalEnd', endedAt: account.state.terminatedAt }
    : { status: 'open' }

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
  const account = await accountOf(context, seat)
  const enrollmentId = account?.enrollmentId ?? seat.enrollmentId
  const mayBeCounted = fromEnrollmentId !== undefined || enrollmentId !== seat.enrollmentId
  if (mayBeCounted && (await isCountedBy(context, { studentId, termId, enrollmentId }))) return undefined
  const promoted = promotions.find((each) => each.studentId === studentId)
  const { classGroupId, courseId, teacherId } = classGroup
  const student: CountedStudent = {
    ...{ termId, termEndsOn: term.endsOn, cutOffOn: term.cutOffOn, classGroupId, courseId, teacherId },
    ...{ studentId, householdId, enrollmentId },
    ...(learningManagerId && { learningManagerId }),
    outcome: outcomeOf(account),
    ...(promoted && { promotion: { promotedAt: promoted.promotedAt, enrollmentId: promoted.toEnrollmentId } }),
    renewalTold: false,
    lapseTold: false,
  }
  return renewedByNow(context, student)
}
