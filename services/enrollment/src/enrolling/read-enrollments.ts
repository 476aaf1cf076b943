import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  listClassEnrollments as classContract,
  getEnrollment as getContract,
} from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import type { listStudentEnrollments as studentContract } from '@tutelage/shared/contracts/enrollment/students-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadAccount, loadAccounts } from '../lesson-hours/hours-account-store.ts'
import { loadStudent } from '../students/student-store.ts'
import type { Enrollment } from './enrollment.ts'
import { listEnrollments, loadEnrollment, loadSeats } from './enrollment-store.ts'

/** An enrollment as it is shown, with where it stands. */
export const enrollmentView = (enrollment: Enrollment, { state }: Pick<HoursAccount, 'state'>) => ({
  ...enrollment,
  status: state.status,
  state: { ...state },
})

/** One enrollment. @throws NotFound when the campus has none of that id */
export async function getEnrollment({ params }: RequestOf<typeof getContract>, context: CampusContext) {
  const [enrollment, account] = await Promise.all([
    loadEnrollment(context, params.enrollmentId),
    loadAccount(context, params.enrollmentId),
  ])
  return accept(enrollmentView(enrollment, account.value))
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
  const accounts = await loadAccounts(
    context,
    items.map(({ value }) => value.enrollmentId),
  )
  const byId = new Map(accounts.map(({ value }) => [value.enrollmentId, value]))
  const views = items.flatMap(({ value }) => {
    const account = byId.get(value.enrollmentId)
    return account ? [enrollmentView(value, account)] : []
  })
  return accept({ items: views, ...rest })
}
