import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { getProgress as contract } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { loadStudent } from '../students/student-store.ts'
import { loadAllGrades, subjectKey } from './grade-store.ts'
import { gradesPolicy } from './policy.ts'
import { progressOf } from './progress.ts'
import { isOthersStudent } from './taught-by.ts'

/** A student's grades by subject (see `progressOf`). Rule: E15, E16. */
export async function loadProgress(context: CampusContext, studentId: StudentId) {
  const [grades, { fallPercent }] = await Promise.all([loadAllGrades(context, studentId), gradesPolicy.load(context)])
  return progressOf(
    grades.map(({ value }) => value),
    fallPercent,
    subjectKey,
  )
}

/** The same, shown; refuses `notYourStudent` to a teacher who does not teach them. @throws NotFound of the student */
export async function getProgress({ params }: RequestOf<typeof contract>, context: CampusContext) {
  const { studentId } = await loadStudent(context, params.studentId)
  if (await isOthersStudent(context, studentId)) return refuse('notYourStudent')
  const subjects = await loadProgress(context, studentId)
  return accept({ subjects: subjects.map((each) => ({ ...each, grades: [...each.grades] })) })
}
