import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { listGrades as contract } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { loadStudent } from '../students/student-store.ts'
import { listGradesOf } from './grade-store.ts'
import { isOthersStudent } from './taught-by.ts'

/**
 * One page of a student's grades, subject by subject, oldest first; refuses `notYourStudent` to a teacher who does not
 * teach them.
 * @throws NotFound of the student
 */
export async function listGrades({ params, query }: RequestOf<typeof contract>, context: CampusContext) {
  const { studentId } = await loadStudent(context, params.studentId)
  if (await isOthersStudent(context, studentId)) return refuse('notYourStudent')
  const { items, ...rest } = await listGradesOf(context, studentId, query)
  return accept({ items: items.map(({ value }) => value), ...rest })
}
