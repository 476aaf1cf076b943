import { mostBookedAhead } from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, dayMs, isBefore } from '@tutelage/shared/kernel/instant.ts'
import { noteNeighbour } from '../catalogue/catalogue-store.ts'
import { loadClassTimes } from './agenda-store.ts'
import type { Lesson } from './lesson.ts'
import { checkProgress, loadManyProgress } from './progress-store.ts'
import { findStudentClash, guestTimes, type StudentClasses } from './student-classes.ts'
import { loadStudentClasses, writeStudentClasses } from './student-classes-store.ts'

/** Where a student was a guest is on their timetable for so long. */
const keptMs = 92 * dayMs

/**
 * Takes a student's time for one lesson of a class that is not theirs. Its writes belong in the commit that books the lesson; they
 * meet whoever plans for one of the student's classes as those of `joinTimetable` do.
 * @returns the writes, or refuses `studentBusy` with the time and the other lesson, `tooManyMakeUps` with how many are to come
 * Rule: E2, E9.
 */
export async function takeGuestTime(
  context: CampusContext,
  studentId: StudentId,
  lesson: Lesson,
): Promise<Decision<readonly Write[], 'studentBusy' | 'tooManyMakeUps'>> {
  const [own] = await loadStudentClasses(context, [studentId])
  if (!own) throw new Error('as many answers as questions')
  const { classes, guestAt } = own.value
  const ahead = guestAt.filter((one) => isBefore(context.now, one.startsAt)).length
  if (ahead >= mostBookedAhead) return refuse('tooManyMakeUps', { lessons: ahead })
  const classIds = classes.map((one) => one.classGroupId)
  const progress = await loadManyProgress(context, classIds)
  const times = await loadClassTimes(context, classIds, [lesson])
  const clash = findStudentClash([lesson], [...times, ...guestTimes(own.value)])
  if (clash) return refuse('studentBusy', { ...clash })
  const { lessonId, classGroupId, startsAt, endsAt } = lesson
  const kept = guestAt.filter((one) => one.endsAt > addMs(context.now, -keptMs))
  const value = { ...own.value, guestAt: [...kept, { lessonId, classGroupId, startsAt, endsAt }] }
  return accept([
    writeStudentClasses(context, { ...own, value }),
    ...classIds.flatMap((id, at) => [
      checkProgress(context, id, progress[at]?.version ?? 0),
      noteNeighbour(context, id),
    ]),
  ])
}

/** Gives some guests of a lesson their time back. Rule: E2, E9. */
export async function giveGuestTimeBack(
  context: CampusContext,
  lessonId: Id<'lesson'>,
  studentIds: readonly StudentId[],
): Promise<readonly Write[]> {
  const guests = await loadStudentClasses(context, studentIds)
  return guests.flatMap(({ value, version }) => {
    const guestAt = value.guestAt.filter((one) => one.lessonId !== lessonId)
    return guestAt.length === value.guestAt.length
      ? []
      : [writeStudentClasses(context, { value: { ...value, guestAt }, version })]
  })
}

/** The guests of some lessons have their time where those stand now. */
export const moveGuestTimes = (
  context: CampusContext,
  guests: readonly Stored<StudentClasses>[],
  lessons: readonly Lesson[],
): readonly Write[] =>
  guests.flatMap(({ value, version }) => {
    const guestAt = value.guestAt.map((one) => {
      const lesson = lessons.find(({ lessonId }) => lessonId === one.lessonId)
      return lesson ? { ...one, startsAt: lesson.startsAt, endsAt: lesson.endsAt } : one
    })
    const moves = guestAt.some((one, at) => one !== value.guestAt[at])
    return moves ? [writeStudentClasses(context, { value: { ...value, guestAt }, version })] : []
  })
