import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  listClassEnrollments as classContract,
  getEnrollment as getContract,
} from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import type { listStudentEnrollments as studentContract } from '@tutelage/shared/contracts/enrollment/students-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { loadAccounts } from '../lesson-hours/hours-account-store.ts'
import { loadStudent } from '../students/student-store.ts'
import type { Enrollment } from './enrollment.ts'
import { listEnrollments, loadEnrollment, loadSeats } from './enrollment-store.ts'

/** Enrollments as they are shown, with whether their course is completed. */
async function viewsOf(context: CampusContext, enrollments: readonly Enrollment[]) {
  const accounts = await loadAccounts(
    context,
    enrollments.map(({ enrollmentId }) => enrollmentId),
  )
  const completed = new Set(
    accounts.filter(({ value }) => value.courseCompletedAt).map(({ value }) => value.enrollmentId),
  )
  return enrollments.map((enrollment) => {
    const status: 'active' | 'completed' = completed.has(enrollment.enrollmentId) ? 'completed' : 'active'
    return { ...enrollment, status }
  })
}

/** One enrollment. @throws NotFound when the campus has none of that id */
export async function getEnrollment({ params }: RequestOf<typeof getContract>, context: CampusContext) {
  const enrollment = await loadEnrollment(context, params.enrollmentId)
  const [view = { ...enrollment, status: 'active' as const }] = await viewsOf(context, [enrollment])
  return accept(view)
}

/** Who sits in a class group. */
export const listClassEnrollments = async ({ params }: RequestOf<typeof classContract>, context: CampusContext) =>
  accept({ items: [...(await loadSeats(context, params.classGroupId))] })

/** One page of a student's enrollments, oldest first. @throws NotFound of the student */
export async function listStudentEnrollments(
  { params, query }: RequestOf<typeof studentContract>,
  context: CampusContext,
) {
  const { studentId } = await loadStudent(context, params.studentId)
  // Each enrollment's account is read with it, 100 in one call.
  const page = { ...query, limit: Math.min(query.limit, 100) }
  const { items, ...rest } = await listEnrollments(context, studentId, page)
  const views = await viewsOf(
    context,
    items.map(({ value }) => value),
  )
  return accept({ items: views, ...rest })
}
