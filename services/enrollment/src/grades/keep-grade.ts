import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import { listEnrollments } from '../enrolling/enrollment-store.ts'
import type { Student } from '../students/student.ts'
import { type Correction, correct, fallsShownBy, type Grade, type Shown, shownByCorrection } from './grade.ts'
import { fallTold, fallWithdrawn, gradeRecordedEvent } from './grade-events.ts'
import { loadGrades, loadSubject, writeGrade } from './grade-store.ts'
import { gradesPolicy } from './policy.ts'

/** A grade with what is written and told of it. */
export interface KeptGrade {
  readonly grade: Grade
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}

/** Who looks after the student, by the latest enrollment that names somebody. */
async function findLearningManager(context: CampusContext, { studentId }: Student) {
  const { items } = await listEnrollments(context, studentId, { limit: 20, descending: true })
  return items.find(({ value }) => value.learningManagerId)?.value.learningManagerId
}

/** The grade that is new or corrected, the version that it was read at, and the others of its subject. */
interface Change extends Shown {
  readonly changed: Stored<Grade>
  readonly others: readonly Stored<Grade>[]
}

/** Each grade of the subject as it is kept from now on, if it changes: what it fell from, or that it did not. */
function keptGrades({ changed, others, falls, withdrawn }: Change): readonly Stored<Grade>[] {
  const previousOf = new Map(falls.map(({ grade, previous }) => [grade.gradeId, previous.gradeId]))
  const upright = new Set(withdrawn.map(({ gradeId }) => gradeId))
  const touched = others.filter(({ value: { gradeId } }) => previousOf.has(gradeId) || upright.has(gradeId))
  return [changed, ...touched].map(({ value: { fellFrom, ...grade }, version }) => {
    const from = previousOf.get(grade.gradeId) ?? (upright.has(grade.gradeId) ? undefined : fellFrom)
    return { value: { ...grade, ...(from && { fellFrom: from }) }, version }
  })
}

/** What is told: the grade itself, the falls that it shows, and each grade whose fall is none any more. */
async function eventsOf(context: CampusContext, student: Student, change: Change): Promise<readonly NewEvent[]> {
  const { changed, others, falls, withdrawn } = change
  const isTold = falls.length + withdrawn.length > 0
  const concerned = { student, learningManagerId: isTold ? await findLearningManager(context, student) : undefined }
  const versions = new Map([changed, ...others].map(({ value, version }) => [value.gradeId, version + 1]))
  const versionOf = (grade: Grade): number => versions.get(grade.gradeId) ?? 1
  const recorded = [changed.value, ...withdrawn.filter(({ gradeId }) => gradeId !== changed.value.gradeId)]
  return [
    ...recorded.map((grade) =>
      gradeRecordedEvent(context, student, {
        grade,
        version: versionOf(grade),
        isWithdrawn: withdrawn.includes(grade),
      }),
    ),
    ...falls.flatMap((fall) => fallTold(context, concerned, { ...fall, version: versionOf(fall.grade) })),
    ...withdrawn.flatMap((grade) => fallWithdrawn(context, concerned, { grade, version: versionOf(grade) })),
  ]
}

async function keep(context: CampusContext, student: Student, change: Change, guard: Write): Promise<KeptGrade> {
  const kept = keptGrades(change)
  return {
    grade: kept[0]?.value ?? change.changed.value,
    writes: [guard, ...kept.map(({ value, version }) => writeGrade(context, value, version))],
    events: await eventsOf(context, student, change),
  }
}

/** A score that somebody tells. */
export type Scored = Omit<Grade, 'gradeId' | 'studentId' | 'recordedAt' | 'fellFrom' | 'corrections'>

/**
 * Keeps a new score. A large fall is told in the same commit, and so on the day on which the score came in: an event, a message to
 * the family and one to the learning manager.
 * @returns what is to be committed, or refuses `heldInFuture` for an exam after today
 * Rule: E15.
 */
export async function newGrade(
  context: CampusContext,
  student: Student,
  scored: Scored,
): Promise<Decision<KeptGrade, 'heldInFuture'>> {
  const today = await campusToday(context)
  if (scored.heldOn > today) return refuse('heldInFuture', { today })
  const { fallPercent } = await gradesPolicy.load(context)
  const { studentId } = student
  const grade: Grade = { gradeId: context.ids.next('grade'), studentId, ...scored, recordedAt: context.now }
  // The guard first: whoever records another grade between the two reads makes this commit fail.
  const guard = await loadSubject(context, grade)
  const others = await loadGrades(context, studentId, grade.subject)
  const known = others.map(({ value }) => value)
  const shown = { falls: fallsShownBy(known, grade, fallPercent), withdrawn: [] }
  return accept(await keep(context, student, { changed: { value: grade, version: 0 }, others, ...shown }, guard))
}

/**
 * Corrects a score; a fall that it shows is told as a new one's is, a fall that is none any more is taken back.
 * @returns what is to be committed, or refuses as `correct`
 * Rule: E15.
 */
export async function correctedGrade(
  context: CampusContext,
  student: Student,
  { grade, correction }: { readonly grade: Grade; readonly correction: Pick<Correction, 'scoreHundredths' | 'reason'> },
): Promise<Decision<KeptGrade, 'overFullMarks' | 'tooManyCorrections'>> {
  const { fallPercent } = await gradesPolicy.load(context)
  const guard = await loadSubject(context, grade)
  const all = await loadGrades(context, grade.studentId, grade.subject)
  const stored = all.find(({ value }) => value.gradeId === grade.gradeId)
  if (!stored) throw new Error('a grade is never taken away')
  const why = { correctedAt: context.now, correctedBy: context.scope.actor.id }
  const corrected = correct(stored.value, { ...correction, ...why })
  if (!corrected.ok) return corrected
  const others = all.filter((each) => each !== stored)
  const known = others.map(({ value }) => value)
  const shown = shownByCorrection(known, corrected.value, fallPercent)
  const changed = { value: corrected.value, version: stored.version }
  return accept(await keep(context, student, { changed, others, ...shown }, guard))
}
