import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { studentPromoted } from '@tutelage/shared/contracts/enrollment/events.ts'
import type {
  listPromotionProposals as listContract,
  promoteStudent as promoteContract,
} from '@tutelage/shared/contracts/enrollment/promotion-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { findCourse, loadClassGroup } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { enroll } from '../enrolling/enroll-student.ts'
import type { Enrollment } from '../enrolling/enrollment.ts'
import { endedAt } from '../enrolling/enrollment-state.ts'
import { loadEnrollment, loadSeats } from '../enrolling/enrollment-store.ts'
import { enrollmentOf, type HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadAccount } from '../lesson-hours/hours-account-store.ts'
import { loadCountedUnder } from '../renewal/census-store.ts'
import { changeCounted } from '../renewal/change-counted.ts'
import { studentIdsOf } from '../students/student-store.ts'
import { addPromotion, loadPromotions } from './promotion-store.ts'

/** The course that students of a class go on to. */
async function successorOf(context: CampusContext, { courseId }: ClassGroup) {
  const successorCourseId = (await findCourse(context, courseId))?.value.successorCourseId
  return successorCourseId ? accept(successorCourseId) : refuse('noSuccessor', { courseId })
}

/**
 * Who sits in a class and goes on to the successor of its course, and who has a class of it already.
 * @returns the proposals, or refuses `noSuccessor`
 * @throws NotFound of the class group
 * Rule: E10.
 */
export async function listPromotionProposals({ params }: RequestOf<typeof listContract>, context: CampusContext) {
  const { classGroupId } = params
  const classGroup = await loadClassGroup(context, classGroupId)
  const successor = await successorOf(context, classGroup)
  if (!successor.ok) return successor
  const [seats, promotions] = await Promise.all([
    loadSeats(context, classGroupId),
    loadPromotions(context, classGroupId),
  ])
  const items = seats.map(({ studentId, enrollmentId }) => {
    const toEnrollmentId = promotions.find((each) => each.studentId === studentId)?.toEnrollmentId
    const status = toEnrollmentId ? ('promoted' as const) : ('proposed' as const)
    return { studentId, enrollmentId, status, ...(toEnrollmentId && { toEnrollmentId }) }
  })
  return accept({ courseId: classGroup.courseId, successorCourseId: successor.value, items })
}

function promoted(context: CampusContext, { value, version }: Stored<HoursAccount>, next: Enrollment): NewEvent {
  const occurrence = { campusId: context.campus.campusId, aggregateId: value.enrollmentId, aggregateVersion: version }
  const { enrollmentId: toEnrollmentId, classGroupId: toClassGroupId, courseId: toCourseId } = next
  const to = { toEnrollmentId, toClassGroupId, toCourseId }
  return happened(studentPromoted, occurrence, { ...enrollmentOf(value), termId: value.termId, ...to })
}

/** The promotion, and that whoever was counted in the class was promoted. */
async function promotionWrites(
  context: CampusContext,
  { studentId, enrollmentId, classGroupId }: Enrollment,
  next: Enrollment,
): Promise<readonly Write[]> {
  const promotion = { promotedAt: context.now, enrollmentId: next.enrollmentId }
  // A merge may have moved the count and not the enrollment yet.
  const counted = await loadCountedUnder(context, await studentIdsOf(context, studentId))
  const changes = counted
    .filter(({ value }) => value.enrollmentId === enrollmentId)
    .map((before) => ({ before, after: { ...before.value, promotion } }))
  const { promotedAt, enrollmentId: toEnrollmentId } = promotion
  return [
    addPromotion(context, classGroupId, { studentId, enrollmentId, toEnrollmentId, promotedAt }),
    ...changeCounted(context, changes),
  ]
}

/** Whether a student may go on from an enrollment to a class: of the successor course, and once. */
async function checkPromotion(
  context: CampusContext,
  enrollment: Enrollment,
  toClassGroupId: ClassGroup['classGroupId'],
) {
  const { classGroupId, studentId } = enrollment
  const [from, to, promotions] = await Promise.all([
    loadClassGroup(context, classGroupId),
    loadClassGroup(context, toClassGroupId),
    loadPromotions(context, classGroupId),
  ])
  const successor = await successorOf(context, from)
  if (!successor.ok) return successor
  if (to.courseId !== successor.value) return refuse('notSuccessor', { successorCourseId: successor.value })
  const earlier = promotions.find((each) => each.studentId === studentId)
  return earlier ? refuse('alreadyPromoted', { toEnrollmentId: earlier.toEnrollmentId }) : accept(from)
}

/**
 * Accepts a promotion: the student is enrolled in a class of the successor course, as any who enrolls.
 * @returns the new enrollment, or refuses `alreadyEnded`, `noSuccessor`, `notSuccessor`, `alreadyPromoted`, and as `enrollStudent`
 * @throws NotFound of the enrollment or class group
 * Rule: E10.
 */
export async function promoteStudent({ params, body }: RequestOf<typeof promoteContract>, context: CampusContext) {
  const [enrollment, account] = await Promise.all([
    loadEnrollment(context, params.enrollmentId),
    loadAccount(context, params.enrollmentId),
  ])
  const { status } = account.value.state
  if (endedAt(account.value.state)) return refuse('alreadyEnded', { status })
  const from = await checkPromotion(context, enrollment, body.classGroupId)
  if (!from.ok) return from
  const { studentId, learningManagerId } = enrollment
  const wish = { learningManagerId, ...body, studentId, horizon: from.value.horizon }
  return enroll(context, wish, {
    also: async (next) => ({
      writes: await promotionWrites(context, enrollment, next),
      events: [promoted(context, account, next)],
    }),
  })
}
