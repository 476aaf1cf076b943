import { mostGuests } from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { findCourse, readClassGroup } from '../catalogue/catalogue-store.ts'
import { type ClassGroup, checkHorizon } from '../catalogue/class-group.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadStandingAccount } from '../lesson-hours/standing-account.ts'
import type { Guest } from './guest-store.ts'
import { makeUpPolicy } from './policy.ts'

/** Who makes lessons up: the account that pays, the class that is theirs, and the courses in whose classes they may. */
export interface MakeUpStudent {
  readonly account: HoursAccount
  readonly ownClass: ClassGroup
  readonly courseIds: readonly Id<'course'>[]
}

/**
 * Who makes lessons of an enrollment up; after a transfer the enrollment that goes on pays.
 * @returns refuses `enrollmentEnded`
 * @throws NotFound of the enrollment
 * Rule: E9.
 */
export async function loadMakeUpStudent(
  context: CampusContext,
  enrollmentId: Id<'enrollment'>,
): Promise<Decision<MakeUpStudent, 'enrollmentEnded'>> {
  const { value: account } = await loadStandingAccount(context, enrollmentId)
  if (account.state.status === 'terminated') return refuse('enrollmentEnded', { status: account.state.status })
  const [{ value: ownClass }, course, { inSuccessor }] = await Promise.all([
    readClassGroup(context, account.classGroupId),
    findCourse(context, account.courseId),
    makeUpPolicy.load(context),
  ])
  const successor = inSuccessor ? course?.value.successorCourseId : undefined
  return accept({ account, ownClass, courseIds: [account.courseId, ...(successor ? [successor] : [])] })
}

/** Seats of a class that are free in one lesson: who takes a seat in the class later goes before, and is not refused for a guest. */
export const spareSeats = ({ seatsLeft }: ClassGroup, guests: readonly Guest[]): number =>
  Math.max(0, Math.min(mostGuests, seatsLeft) - guests.length)

/**
 * Whether a class is one in which a student can make a lesson up.
 * @returns refuses `otherCourse`, `otherHorizon`, `alreadyInClass` for the student's own
 * Rule: E1, E9.
 */
export function checkHost(
  host: ClassGroup,
  { ownClass, courseIds }: MakeUpStudent,
): Decision<ClassGroup, 'otherCourse' | 'otherHorizon' | 'alreadyInClass'> {
  if (host.classGroupId === ownClass.classGroupId) {
    return refuse('alreadyInClass', { classGroupId: host.classGroupId })
  }
  if (!courseIds.includes(host.courseId)) return refuse('otherCourse', { courseId: host.courseId })
  const horizon = checkHorizon(host, ownClass.horizon)
  return horizon.ok ? accept(host) : horizon
}
