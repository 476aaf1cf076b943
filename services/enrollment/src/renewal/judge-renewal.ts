import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { type PaidSpell, paidSpells, type Stretch } from './paid-spells.ts'
import type { CountedStudent } from './renewal.ts'

/** An enrollment as a renewal sees it: in the class where it stands, and in those that its student left for it, oldest first. */
export interface FollowedEnrollment {
  readonly stretches: readonly Stretch[]
  readonly standing: HoursAccount
  readonly timeZone: string
}

/** An enrollment of a later term, and when it was paid in full. */
interface LaterEnrollment {
  readonly enrollmentId: Id<'enrollment'>
  readonly spells: readonly PaidSpell[]
}

/**
 * What an enrollment of a later term makes of a renewal: renewed, when it is paid in full by the cut-off and still is then. It may be
 * known only after the cut-off, or after a natural end, before which it counts.
 * Rule: E14.
 */
export function renewBy(student: CountedStudent, { enrollmentId, spells }: LaterEnrollment): CountedStudent {
  const { outcome, cutOffOn } = student
  const paid = spells.find(({ from, undone }) => from <= cutOffOn && (!undone || undone.on > cutOffOn))
  if (outcome.status !== 'renewed') {
    return paid ? { ...student, outcome: { status: 'renewed', renewedOn: paid.from, enrollmentId } } : student
  }
  if (outcome.enrollmentId !== enrollmentId || paid) return student
  const undone = spells.findLast(({ undone: by }) => by && by.on <= cutOffOn)?.undone
  const refunded = undone?.by === 'refund' ? { refunded: { refundedOn: undone.on, enrollmentId } } : {}
  return { ...student, outcome: { status: 'open', ...refunded } }
}

/** The natural end of the student's own enrollment. Rule: E14. */
export function endBy(
  student: CountedStudent,
  { enrollmentId, state }: Pick<HoursAccount, 'enrollmentId' | 'state'>,
): CountedStudent {
  const isTheirs = student.enrollmentId === enrollmentId && student.outcome.status === 'open'
  if (!isTheirs || state.status !== 'terminated' || state.why.kind !== 'naturalEnd') return student
  return { ...student, outcome: { status: 'naturalEnd', endedAt: state.terminatedAt } }
}

/** Transfers: who is counted goes on in the class where the enrollment stands, and so does who had renewed. Rule: E10, E14. */
export function followTransfers(
  student: CountedStudent,
  { from, to }: { readonly from: readonly Id<'enrollment'>[]; readonly to: Id<'enrollment'> },
): CountedStudent {
  const { outcome } = student
  const moved = from.includes(student.enrollmentId) ? { ...student, enrollmentId: to } : student
  const isRenewal = outcome.status === 'renewed' && from.includes(outcome.enrollmentId)
  return isRenewal ? { ...moved, outcome: { ...outcome, enrollmentId: to } } : moved
}

/** The same of an enrollment through its classes: only those of terms after the counted one renew. Rule: E14. */
export function renewByFollowed(
  student: CountedStudent,
  { stretches, standing, timeZone }: FollowedEnrollment,
): CountedStudent {
  const later = stretches.filter(({ termStartsOn }) => termStartsOn && termStartsOn > student.termEndsOn)
  if (later.length === 0) return student
  return renewBy(student, { enrollmentId: standing.enrollmentId, spells: paidSpells(later, timeZone) })
}

/**
 * What an enrollment, as it stands, makes of what a student was counted for: their own, or one of a later term. By which event it was
 * told does not matter.
 * Rule: E10, E14.
 */
export function judgeBy(student: CountedStudent, enrollment: FollowedEnrollment): CountedStudent {
  const { stretches, standing } = enrollment
  const from = stretches.map(({ account }) => account.enrollmentId).filter((id) => id !== standing.enrollmentId)
  const followed = followTransfers(student, { from, to: standing.enrollmentId })
  return endBy(renewByFollowed(followed, enrollment), standing)
}
