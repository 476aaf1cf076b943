import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { recordGrade as contract } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { loadStudent } from '../students/student-store.ts'
import { newGrade } from './keep-grade.ts'
import { isOthersStudent } from './taught-by.ts'

/**
 * Records a score (see `newGrade`).
 * @returns the grade, or refuses `notYourStudent` to a teacher who does not teach them, `heldInFuture` for an exam after today
 * @throws NotFound of the student
 * Rule: E15.
 */
export async function recordGrade({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const student = await loadStudent(context, params.studentId)
  if (await isOthersStudent(context, student.studentId)) return refuse('notYourStudent')
  const kept = await newGrade(context, student, body)
  if (!kept.ok) return kept
  const { grade, ...rest } = kept.value
  return accept(await context.commit({ ...rest, answer: grade }))
}
