import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, dayMs } from '@tutelage/shared/kernel/instant.ts'
import { noteNeighbour } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { loadBusy } from './agenda-store.ts'
import { checkProgress, loadManyProgress, type Progress } from './progress-store.ts'
import {
  type ClassOfStudent,
  type ClassTimes,
  findStudentClash,
  guestTimes,
  mostClasses,
  otherThan,
  type StudentClasses,
} from './student-classes.ts'
import { loadStudentClasses, writeStudentClasses } from './student-classes-store.ts'

/** Nobody plans further ahead. */
export const horizonMs = 3 * 366 * dayMs

async function timesOf(context: CampusContext, classGroupId: Id<'classGroup'>): Promise<ClassTimes> {
  const ahead = { startsAt: context.now, endsAt: addMs(context.now, horizonMs) }
  return { classGroupId, busy: await loadBusy(context, { kind: 'classGroup', id: classGroupId }, ahead) }
}

/** The student's other classes that are not over, each with its progress as it was read. */
async function goingOn(context: CampusContext, others: readonly ClassOfStudent[]) {
  const progress = await loadManyProgress(
    context,
    others.map(({ classGroupId }) => classGroupId),
  )
  return others.flatMap((one, at) => {
    const stored: Stored<Progress> = progress[at] ?? { value: { scheduled: 0, held: 0 }, version: 0 }
    return stored.value.held < one.lessonCount ? [{ ...one, progress: stored }] : []
  })
}

/**
 * Takes a student's time for the lessons of a class, now and later. Its writes belong in the commit that takes the seat.
 *
 * Whoever schedules lessons writes the progress of the class and looks at its students' other classes. So a seat checks the
 * progress of this class and of the student's others as it was read, and notes itself at the class groups of the others, whose
 * version a schedule checks; the seats of this class are noted there by taking them. Two seats of one student meet at the
 * student's own item. No write is needed for a lesson or for a classmate.
 * @param leaving the class that the student leaves for it: its lessons are in nobody's way
 * @returns the writes, or refuses `studentBusy` with the time and the other lesson, `tooManyClasses`
 * Rule: E2.
 */
export async function joinTimetable(
  context: CampusContext,
  studentId: StudentId,
  { classGroupId, lessonCount }: Pick<ClassGroup, 'classGroupId' | 'lessonCount'>,
  leaving?: Id<'classGroup'>,
): Promise<Decision<readonly Write[], 'studentBusy' | 'tooManyClasses'>> {
  const [own] = await loadStudentClasses(context, [studentId])
  const [progress] = await loadManyProgress(context, [classGroupId])
  if (!own || !progress) throw new Error('as many answers as questions')
  const kept = otherThan(own.value, classGroupId).filter((one) => one.classGroupId !== leaving)
  const others = await goingOn(context, kept)
  if (others.length >= mostClasses) return refuse('tooManyClasses', { classes: others.length })
  const [times, ...otherTimes] = await Promise.all(
    [classGroupId, ...others.map((one) => one.classGroupId)].map((id) => timesOf(context, id)),
  )
  const asGuest = guestTimes(own.value, classGroupId)
  const clash = findStudentClash(times?.busy ?? [], [...otherTimes, ...asGuest])
  if (clash) return refuse('studentBusy', { ...clash })
  const classes = [...others.map((one) => ({ classGroupId: one.classGroupId, lessonCount: one.lessonCount }))]
  return accept([
    writeStudentClasses(context, {
      value: { ...own.value, classes: [...classes, { classGroupId, lessonCount }] },
      version: own.version,
    }),
    checkProgress(context, classGroupId, progress.version),
    ...others.flatMap((one) => [
      checkProgress(context, one.classGroupId, one.progress.version),
      noteNeighbour(context, one.classGroupId),
    ]),
  ])
}

/** What of a student's time is given back. */
interface Left {
  readonly classGroupIds: readonly Id<'classGroup'>[]
  /** Lessons in which the student was to be a guest. */
  readonly lessonIds: readonly Id<'lesson'>[]
}

/** Gives a student's time back when the seats in some classes and lessons are given up; nothing when there were none. */
export function leaveTimetable(
  context: CampusContext,
  { value, version }: Stored<StudentClasses>,
  left: Left,
): readonly Write[] {
  const classes = value.classes.filter((one) => !left.classGroupIds.includes(one.classGroupId))
  const guestAt = value.guestAt.filter((one) => !left.lessonIds.includes(one.lessonId))
  const isSame = classes.length === value.classes.length && guestAt.length === value.guestAt.length
  return isSame ? [] : [writeStudentClasses(context, { value: { ...value, classes, guestAt }, version })]
}
