import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import type { Seat } from '../enrolling/enrollment.ts'
import { loadEnrollment } from '../enrolling/enrollment-store.ts'
import { loadStandingAccount } from '../lesson-hours/standing-account.ts'
import type { Promotion } from '../promotion/promotion-store.ts'
import { studentIdsOf } from '../students/student-store.ts'
import { loadCountedUnder } from './census-store.ts'
import { endBy } from './judge-renewal.ts'
import type { CountedStudent, CountedTerm } from './renewal.ts'
import { renewByStored } from './settle-renewal.ts'

/** A seat on the census date. */
interface CountedSeat {
  readonly seat: Seat
  readonly classGroup: ClassGroup
  readonly term: CountedTerm
  readonly promotions: readonly Promotion[]
}

/** What is to be counted once, under whichever of its ids a student stands. */
interface OnceCounted extends Pick<CountedStudent, 'termId' | 'enrollmentId'> {
  readonly studentIds: readonly StudentId[]
}

/** Whether a student who changed class is counted in the term by the other one, whose transfer may not have been told yet. */
async function isCountedBy(context: CampusContext, student: OnceCounted) {
  const counted = await loadCountedUnder(context, student.studentIds)
  const inTerm = counted.filter(({ value }) => value.termId === student.termId)
  const standing = await Promise.all(inTerm.map(({ value }) => loadStandingAccount(context, value.enrollmentId)))
  return standing.some(({ value: { enrollmentId } }) => enrollmentId === student.enrollmentId)
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
  const account = seat.leftAt ? await loadStandingAccount(context, seat.enrollmentId) : undefined
  const enrollmentId = account?.value.enrollmentId ?? seat.enrollmentId
  const studentIds = await studentIdsOf(context, studentId)
  const hasChanged = fromEnrollmentId !== undefined || enrollmentId !== seat.enrollmentId
  const mayBeCounted = hasChanged || studentIds.length > 1
  if (mayBeCounted && (await isCountedBy(context, { studentIds, termId, enrollmentId }))) return undefined
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
  return renewByStored(context, account ? endBy(student, account.value) : student, { studentIds })
}
