import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { correctGrade as contract } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { loadStudent } from '../students/student-store.ts'
import { loadAllGrades } from './grade-store.ts'
import { correctedGrade } from './keep-grade.ts'
import { isOthersStudent } from './taught-by.ts'

/**
 * Corrects a score and keeps what it was (see `correctedGrade`).
 * @returns the grade, or refuses `notYourStudent` to a teacher who does not teach them, `overFullMarks`, `tooManyCorrections`
 * @throws NotFound of the student or grade
 * Rule: E15.
 */
export async function correctGrade({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const student = await loadStudent(context, params.studentId)
  if (await isOthersStudent(context, student.studentId)) return refuse('notYourStudent')
  const all = await loadAllGrades(context, student.studentId)
  const grade = all.find(({ value }) => value.gradeId === params.gradeId)?.value
  if (!grade) throw new NotFound('grade')
  const kept = await correctedGrade(context, student, { grade, correction: body })
  if (!kept.ok) return kept
  const { grade: answer, ...rest } = kept.value
  return accept(await context.commit({ ...rest, answer }))
}
