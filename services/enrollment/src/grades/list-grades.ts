import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { listGrades as contract } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { loadStudent } from '../students/student-store.ts'
import { listGradesOf } from './grade-store.ts'

/** One page of a student's grades, subject by subject, oldest first. @throws NotFound of the student */
export async function listGrades({ params, query }: RequestOf<typeof contract>, context: CampusContext) {
  const { studentId } = await loadStudent(context, params.studentId)
  const { items, ...rest } = await listGradesOf(context, studentId, query)
  return accept({ items: items.map(({ value }) => value), ...rest })
}
