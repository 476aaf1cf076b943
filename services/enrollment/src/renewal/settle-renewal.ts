import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { findTerm } from '../catalogue/catalogue-store.ts'
import { listEnrollments } from '../enrolling/enrollment-store.ts'
import { loadStandingAccount } from '../lesson-hours/standing-account.ts'
import { followEnrollment } from './follow-enrollment.ts'
import { endBy, type FollowedEnrollment, followTransfers, renewByFollowed } from './judge-renewal.ts'
import type { CountedStudent } from './renewal.ts'

/** Nobody has more enrollments of later terms than this before one of them is known to be paid. */
const mostEarlier = 10

/** What was read before. */
interface Known {
  /** Every id of the student. */
  readonly studentIds: readonly StudentId[]
  /** What it makes of the student is known. */
  readonly judged?: FollowedEnrollment
}

/**
 * Whoever has paid for a later term by the cut-off has renewed, also where no payment is told of: a year plan pays as the student joins a
 * class. What was enrolled last is looked at first.
 * Rule: E11, E14.
 */
export async function renewByStored(
  context: CampusContext,
  student: CountedStudent,
  { studentIds, judged }: Known,
): Promise<CountedStudent> {
  const latest = { limit: mostEarlier, descending: true }
  const pages = await Promise.all(studentIds.map((studentId) => listEnrollments(context, studentId, latest)))
  const known = judged?.stretches.map(({ account }) => account.enrollmentId) ?? []
  const enrollments = pages
    .flatMap(({ items }) => items.map(({ value }) => value))
    .filter(({ enrollmentId }) => !known.includes(enrollmentId))
  const terms = new Set(enrollments.map(({ termId }) => termId).filter((termId) => termId !== student.termId))
  const found = await Promise.all([...terms].map((termId) => findTerm(context, termId)))
  const later = found.flatMap((term) => (term && term.startsOn > student.termEndsOn ? [term.termId] : []))
  const followed = await Promise.all(
    enrollments
      .filter(({ termId }) => later.includes(termId))
      .map(({ enrollmentId }) => followEnrollment(context, enrollmentId)),
  )
  return followed.reduce(renewByFollowed, student)
}

/**
 * What becomes of whose renewal is open, by all that is stored: renewed by any enrollment of a later term, else ended naturally, else
 * lapsed once the cut-off is over.
 * Rule: E14.
 */
export async function settleRenewal(
  context: CampusContext,
  student: CountedStudent,
  known: Known,
): Promise<CountedStudent> {
  const renewed = await renewByStored(context, student, known)
  if (renewed.outcome.status !== 'open') return renewed
  const [{ value: account }, today] = await Promise.all([
    loadStandingAccount(context, student.enrollmentId),
    campusToday(context),
  ])
  const ended = endBy(followTransfers(renewed, { from: [student.enrollmentId], to: account.enrollmentId }), account)
  if (ended.outcome.status !== 'open' || today <= ended.cutOffOn) return ended
  return { ...ended, outcome: { ...ended.outcome, status: 'lapsed', lapsedAt: context.now } }
}
