import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { HeldLesson } from '../attendance/teacher-lessons.ts'
import { findCourse } from '../catalogue/catalogue-store.ts'
import { loadSeatsAt } from '../enrolling/enrollment-store.ts'
import { inOrder } from '../grades/grade.ts'
import { loadGrades, subjectKey } from '../grades/grade-store.ts'
import { shareOf } from '../grades/progress.ts'
import type { AppraisedPeriod } from './appraised-period.ts'

/** As many students whose grades are read at once. */
const atOnce = 40

/** A student who is taught a subject. */
interface Taught {
  readonly studentId: StudentId
  readonly subject: string
}

/** The last lesson of each class that its own teacher gave: of a substitute the exams say nothing. */
function ownClasses(lessons: readonly HeldLesson[]): readonly HeldLesson[] {
  const own = lessons.filter((lesson) => lesson.teacher.staffId === lesson.teacherId && !lesson.substituteFor)
  return [...new Map(own.map((lesson) => [lesson.classGroupId, lesson])).values()]
}

/** Who sat in those classes at that lesson, by the subject of their course; each once. */
async function studentsOf(context: CampusContext, lessons: readonly HeldLesson[]): Promise<readonly Taught[]> {
  const subjectOf = async (courseId: Id<'course'>) => (await findCourse(context, courseId))?.value.subject
  const found = await Promise.all(
    lessons.map(async ({ classGroupId, courseId, startsAt }) => {
      const [subject, seats] = await Promise.all([subjectOf(courseId), loadSeatsAt(context, classGroupId, startsAt)])
      return subject === undefined ? [] : seats.map(({ studentId }) => ({ studentId, subject }))
    }),
  )
  return [...new Map(found.flat().map((each) => [`${each.studentId} ${subjectKey(each.subject)}`, each])).values()]
}

/** By how much a student's share of full marks rose from the first to the last exam of a period; nothing with less than two. */
async function changeOf(context: CampusContext, { studentId, subject }: Taught, { from, to }: AppraisedPeriod) {
  const grades = (await loadGrades(context, studentId, subject)).map(({ value }) => value)
  const ordered = inOrder(grades.filter(({ heldOn }) => from <= heldOn && heldOn <= to))
  const [first, last] = [ordered[0], ordered.at(-1)]
  return first && last && ordered.length > 1 ? shareOf(last) - shareOf(first) : undefined
}

/**
 * How the exams of a teacher's students went in the subjects that they are taught: from the first of the period to the last.
 * @param lessons those in which the teacher was marked
 * Rule: E15, E17.
 */
export async function compareExams(
  context: CampusContext,
  lessons: readonly HeldLesson[],
  period: AppraisedPeriod,
): Promise<{ readonly comparedStudents: number; readonly sumOfChangesBasisPoints: number }> {
  const taught = await studentsOf(context, ownClasses(lessons))
  const changes: number[] = []
  for (let from = 0; from < taught.length; from += atOnce) {
    const some = await Promise.all(taught.slice(from, from + atOnce).map((each) => changeOf(context, each, period)))
    changes.push(...some.flatMap((change) => change ?? []))
  }
  return { comparedStudents: changes.length, sumOfChangesBasisPoints: changes.reduce((sum, each) => sum + each, 0) }
}
