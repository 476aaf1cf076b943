import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { recordScore as contract } from '@tutelage/shared/contracts/enrollment/exams-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { newGrade } from '../grades/keep-grade.ts'
import { isOthersStudent } from '../grades/taught-by.ts'
import { loadStudent } from '../students/student-store.ts'
import { addScore, checkExam, findScore, readExam } from './exam-store.ts'

/**
 * Records a student's score in an exam of the calendar (see `newGrade`). A score counts once; a wrong one is corrected as a grade.
 * @returns the grade, or refuses `notYourStudent` to a teacher who does not teach them, `overFullMarks`, `heldInFuture`,
 * `alreadyScored` with the grade
 * @throws NotFound of the exam or student
 * Rule: E15.
 */
export async function recordScore({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const student = await loadStudent(context, body.studentId)
  const { studentId } = student
  if (await isOthersStudent(context, studentId)) return refuse('notYourStudent')
  const exam = await readExam(context, params.examId)
  const { examId, name: examName, subject, heldOn, fullMarksHundredths } = exam.value
  const { scoreHundredths, courseId } = body
  if (scoreHundredths > fullMarksHundredths) return refuse('overFullMarks', { fullMarksHundredths })
  const scored = await findScore(context, examId, studentId)
  if (scored) return refuse('alreadyScored', { gradeId: scored.value.gradeId })
  const of = { examId, examName, subject, heldOn, fullMarksHundredths, ...(courseId && { courseId }) }
  const kept = await newGrade(context, student, { ...of, scoreHundredths })
  if (!kept.ok) return kept
  const { grade, writes, events } = kept.value
  const claim = addScore(context, examId, { studentId, gradeId: grade.gradeId })
  return accept(await context.commit({ writes: [checkExam(context, exam), claim, ...writes], events, answer: grade }))
}
