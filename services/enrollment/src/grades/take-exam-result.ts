import type { partnerExamResultPublished } from '@tutelage/shared/contracts/partner-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type * as z from 'zod'
import type { Student } from '../students/student.ts'
import { loadStudent } from '../students/student-store.ts'
import { type ExamResult, findResult, type ResultName, writeResult } from './exam-result-store.ts'
import type { Grade } from './grade.ts'
import { loadAllGrades, subjectKey } from './grade-store.ts'
import { correctedGrade, newGrade } from './keep-grade.ts'

type Published = z.output<typeof partnerExamResultPublished.data>

/** True when a result published anew is of the same exam. */
const isSameExam = (grade: Grade, { subject, heldOn, fullMarksHundredths }: Published): boolean =>
  subjectKey(grade.subject) === subjectKey(subject) &&
  grade.heldOn === heldOn &&
  grade.fullMarksHundredths === fullMarksHundredths

/** A result published again: a later one corrects, an earlier one changes nothing. */
async function takeAgain(
  context: CampusContext,
  { student, name, published }: { student: Student; name: ResultName; published: Published },
  stored: Stored<ExamResult>,
) {
  const { value: result, version } = stored
  const whose = await loadStudent(context, result.studentId)
  if (whose.studentId !== student.studentId) return refuse('otherExam', { gradeId: result.gradeId })
  if (published.publishedAt <= result.publishedAt) return accept(null)
  const all = await loadAllGrades(context, student.studentId)
  const grade = all.find(({ value }) => value.gradeId === result.gradeId)?.value
  if (!grade || !isSameExam(grade, published)) return refuse('otherExam', { gradeId: result.gradeId })
  const { scoreHundredths, publishedAt } = published
  const again = writeResult(context, name, { value: { ...result, publishedAt }, version })
  if (grade.scoreHundredths === scoreHundredths) {
    return accept(await context.commit({ writes: [again], answer: null }))
  }
  const correction = { scoreHundredths, reason: 'published anew' }
  const kept = await correctedGrade(context, student, { grade, correction })
  if (!kept.ok) return kept
  const { writes, events } = kept.value
  return accept(await context.commit({ writes: [again, ...writes], events, answer: null }))
}

/**
 * Takes in a result as a school or an examination board published it: the grade that it tells, once for each reference, in
 * whatever order results come.
 * @returns refuses `heldInFuture`, `otherExam` for a reference that stood for another exam or student, and as `correctedGrade`
 * @throws NotFound of the student
 * Rule: E15, domain §8 (partners).
 */
export async function takeExamResult(published: Published, context: CampusContext) {
  const { studentId, reference, publishedAt, ...scored } = published
  const student = await loadStudent(context, studentId)
  const name = { partnerId: context.scope.actor.id, reference }
  const stored = await findResult(context, name)
  if (stored) return takeAgain(context, { student, name, published }, stored)
  const kept = await newGrade(context, student, scored)
  if (!kept.ok) return kept
  const { grade, writes, events } = kept.value
  const result = { gradeId: grade.gradeId, studentId: student.studentId, publishedAt }
  const claim = writeResult(context, name, { value: result, version: 0 })
  return accept(await context.commit({ writes: [claim, ...writes], events, answer: null }))
}
