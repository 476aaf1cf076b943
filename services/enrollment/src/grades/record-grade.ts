import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { recordGrade as contract } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { listEnrollments } from '../enrolling/enrollment-store.ts'
import type { Student } from '../students/student.ts'
import { loadStudent } from '../students/student-store.ts'
import { type Fall, fallsShownBy, type Grade } from './grade.ts'
import { gradeRecordedEvent, gradeTold } from './grade-events.ts'
import { loadGrades, loadSubject, writeGrade } from './grade-store.ts'
import { gradesPolicy } from './policy.ts'
import { isOthersStudent } from './taught-by.ts'

/** Who looks after the student, by the latest enrollment that names somebody. */
async function findLearningManager(context: CampusContext, { studentId }: Student) {
  const { items } = await listEnrollments(context, studentId, { limit: 20, descending: true })
  return items.find(({ value }) => value.learningManagerId)?.value.learningManagerId
}

type KnownGrades = Awaited<ReturnType<typeof loadGrades>>

/** A grade with what it shows. */
interface Recorded {
  readonly grade: Grade
  readonly known: KnownGrades
  readonly falls: readonly Fall[]
}

/** Keeps of the grades that were found to have fallen from which, so that none is told of twice. */
function keepFalls(context: CampusContext, { grade: recorded, known, falls }: Recorded) {
  const previousOf = new Map(falls.map(({ grade, previous }) => [grade.gradeId, previous.gradeId]))
  const told = (grade: Grade): Grade => ({ ...grade, fellFrom: previousOf.get(grade.gradeId) ?? grade.fellFrom })
  const others = known.filter(({ value }) => previousOf.has(value.gradeId))
  return {
    grade: told(recorded),
    writes: [
      writeGrade(context, told(recorded), 0),
      ...others.map(({ value, version }) => writeGrade(context, told(value), version)),
    ],
  }
}

/** What a recorded grade tells: itself, and each fall that it shows. */
async function eventsOf(context: CampusContext, student: Student, { grade, falls }: Recorded) {
  const learningManagerId = falls.length > 0 ? await findLearningManager(context, student) : undefined
  return [
    gradeRecordedEvent(context, student, grade),
    ...falls.flatMap((fall) => {
      // A grade that was there before is changed by being found fallen.
      const version = fall.grade === grade ? 1 : 2
      return gradeTold(context, { student, learningManagerId }, { ...fall, version })
    }),
  ]
}

/**
 * Records a score. A large fall is told in the same commit: an event, a message to the family and one to the learning manager.
 * @returns the grade, or refuses `notYourStudent` to a teacher who does not teach them, `heldInFuture` for an exam after today
 * @throws NotFound of the student
 * Rule: E15.
 */
export async function recordGrade({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const student = await loadStudent(context, params.studentId)
  if (await isOthersStudent(context, student.studentId)) return refuse('notYourStudent')
  const { timeZone } = await loadCampus(context)
  const today = localDateOf(context.now, timeZone)
  if (body.heldOn > today) return refuse('heldInFuture', { today })
  const { fallPercent } = await gradesPolicy.load(context)
  const { studentId } = student
  const grade: Grade = { gradeId: context.ids.next('grade'), studentId, ...body, recordedAt: context.now }
  // The guard first: whoever records another grade between the two reads makes this commit fail.
  const guard = await loadSubject(context, grade)
  const known = await loadGrades(context, studentId, grade.subject)
  const others = known.map(({ value }) => value)
  const recorded = { grade, known, falls: fallsShownBy(others, grade, fallPercent) }
  const kept = keepFalls(context, recorded)
  const events = await eventsOf(context, student, recorded)
  return accept(await context.commit({ writes: [guard, ...kept.writes], events, answer: kept.grade }))
}
