import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { checkStudentClasses, loadStudentClasses } from '../timetable/student-classes-store.ts'
import { countPlanStandingFrom, loadPlanStanding } from '../year-plans/plan-share-store.ts'
import { isStillStudent } from '../year-plans/still-student.ts'
import { moveEnrollments } from './move-enrollments.ts'
import { type Merging, moveOwnRecords } from './move-own-records.ts'
import { findMoveAt, removeMove, writeMove } from './record-move-store.ts'
import { findStudent, loadStudent, studentIdsOf } from './student-store.ts'

/** What a request of the merged student still wrote is here by then, and the indexes have it. */
const lastLookMs = 15 * minuteMs

/** Into whom a student was merged, and how their items name the survivor and its household. */
async function mergingOf(context: CampusContext, from: StudentId): Promise<Merging> {
  const [known, survivor] = await Promise.all([findStudent(context, from), loadStudent(context, from)])
  const { studentId: to, householdId } = survivor
  const old = known?.value.householdId ?? householdId
  return { from, to, rename: (text) => text.replaceAll(from, to).replaceAll(old, householdId) }
}

/** The survivor counts for what both counted for, and then the other does not. */
async function moveCount(context: CampusContext, { from, to }: Merging): Promise<readonly Write[]> {
  const [sitting, joined] = await loadStudentClasses(context, [from, to])
  const [left, into] = await Promise.all([loadPlanStanding(context, from), loadPlanStanding(context, to)])
  const { isStudent, years } = left.value
  if (!sitting || !joined) throw new Error('as many answers as questions')
  if (sitting.value.classes.length > 0) return []
  const classGroupIds = joined.value.classes.map(({ classGroupId }) => classGroupId)
  const isEither = isStudent || into.value.isStudent
  const both = {
    isStudent:
      isEither &&
      (await isStillStudent(context, { studentId: to, studentIds: await studentIdsOf(context, to), classGroupIds })),
    years: Math.max(years, into.value.years),
  }
  const gained = await countPlanStandingFrom(context, to, { counted: into, change: both })
  // A seat that is taken meanwhile makes a student.
  if (gained.length > 0) return [...gained, checkStudentClasses(context, joined)]
  return countPlanStandingFrom(context, from, { counted: left, change: { isStudent: false, years: 0 } })
}

/**
 * Moves what a merged student has to the survivor, a part at a time; once nothing is left it looks once more for what was on its way.
 * @param key of the move, from the due index, which may be behind
 * Rule: L3.
 */
export async function moveRecords(key: ItemKey, context: CampusContext) {
  const stored = await findMoveAt(context, key)
  if (!stored) return accept({ moved: 0 })
  const merging = await mergingOf(context, stored.value.studentId)
  const steps = [moveOwnRecords, moveEnrollments, moveCount]
  let moved: readonly Write[] = []
  for (const step of steps) if (moved.length === 0) moved = await step(context, merging)
  const { studentId, isQuiet } = stored.value
  const isDone = moved.length === 0
  const goOn = { ...stored, value: { studentId, isQuiet: isDone } }
  const next =
    isDone && isQuiet
      ? removeMove(context, stored)
      : writeMove(context, goOn, isDone ? addMs(context.now, lastLookMs) : context.now)
  return accept(await context.commit({ writes: [...moved, next], answer: { moved: moved.length } }))
}
