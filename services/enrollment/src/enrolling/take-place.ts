import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, type Decision } from '@tutelage/shared/kernel/decision.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { takeKeptSeat, takeSeat } from '../catalogue/catalogue-store.ts'
import { type ClassGroup, checkHorizon } from '../catalogue/class-group.ts'
import { takeAdmission } from '../elite/take-admission.ts'
import { armReport } from '../progress-reports/arm-report.ts'
import { joinTimetable } from '../timetable/join-timetable.ts'
import { countPlanStanding } from '../year-plans/plan-share-store.ts'
import { checkSeat } from './enrollment.ts'
import { findSeat } from './enrollment-store.ts'
import { isKeptFor, type Waiting } from './waiting-list.ts'
import { findWaiting, removeWaiting } from './waiting-list-store.ts'

/** Who is to sit in which class. */
interface Place {
  readonly classGroup: ClassGroup
  readonly studentId: StudentId
  /** Of the learner. */
  readonly horizon: ClassGroup['horizon']
  /** The class that the student leaves for it. */
  readonly leaving?: Id<'classGroup'> | undefined
}

type PlaceRefusal = 'alreadyEnrolled' | 'classFull' | 'otherHorizon' | 'notAdmitted' | 'studentBusy' | 'tooManyClasses'

/**
 * The seat that is kept for a family, or a free one; either way it waits no more. An offer that has expired stays on the list until its
 * job passes that seat on.
 */
function seatOf(
  context: CampusContext,
  classGroup: ClassGroup,
  waiting: Stored<Waiting> | undefined,
): readonly Write[] {
  if (!waiting) return [takeSeat(context, classGroup)]
  if (isKeptFor(waiting.value, context.now)) return [removeWaiting(context, waiting), takeKeptSeat(context, classGroup)]
  if (waiting.value.state.status === 'offered') return [takeSeat(context, classGroup)]
  return [removeWaiting(context, waiting), takeSeat(context, classGroup, 1)]
}

/**
 * The one way into a class, for who enrolls, is transferred, joins under a year plan or comes from another system: takes a seat
 * (the one that is kept for them, if one is, whether they name the offer or not), the admission of an elite class and the student's time, counts the student, and reports on them from now on.
 * @returns what is to be written with the enrollment, or refuses as `checkSeat`, `checkHorizon`, `takeAdmission` and `joinTimetable`
 * Rule: E1, E2, E3, E12, E16.
 */
export async function takePlace(
  context: CampusContext,
  { classGroup, studentId, horizon, leaving }: Place,
): Promise<Decision<readonly Write[], PlaceRefusal>> {
  const [seat, waiting] = await Promise.all([
    findSeat(context, classGroup.classGroupId, studentId),
    findWaiting(context, classGroup.classGroupId, studentId),
  ])
  // The seat that is kept for them counts as taken.
  const seatsTaken = classGroup.seatsTaken - Number(waiting !== undefined && isKeptFor(waiting.value, context.now))
  const free = checkSeat({ classGroup: { ...classGroup, seatsTaken }, seat: seat?.value.enrollmentId })
  if (!free.ok) return free
  const fits = checkHorizon(classGroup, horizon)
  if (!fits.ok) return fits
  const admission = await takeAdmission(context, classGroup, studentId)
  if (!admission.ok) return admission
  const time = await joinTimetable(context, studentId, classGroup, leaving)
  if (!time.ok) return time
  const taken = seatOf(context, classGroup, waiting)
  const counted = await countPlanStanding(context, studentId, { isStudent: true })
  return accept([...taken, ...time.value, ...admission.value, ...counted, ...(await armReport(context, studentId))])
}
