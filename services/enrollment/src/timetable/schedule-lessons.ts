import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { lessonScheduled } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { scheduleLessons as contract } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { readClassGroup } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { ownersOf, periodsOf } from './agenda.ts'
import { lanes } from './lane-store.ts'
import { emptySheet, type Lesson, type Slot } from './lesson.ts'
import { writeLesson } from './lesson-store.ts'
import { type LessonPlan, planLessons } from './plan-lessons.ts'
import { loadProgress, type Progress } from './progress-store.ts'
import { lessonView } from './read-timetable.ts'

/** New lessons of a class group, with its teacher in its room. */
export const newLessons = (
  context: CampusContext,
  { classGroupId, courseId, teacherId, roomId }: ClassGroup,
  slots: readonly Slot[],
): readonly Lesson[] =>
  slots.map(({ startsAt, endsAt }) => ({
    lessonId: context.ids.next('lesson'),
    classGroupId,
    courseId,
    teacherId,
    ...(roomId && { roomId }),
    startsAt,
    endsAt,
    status: 'scheduled',
    plannedAt: context.now,
    sheet: emptySheet(amountMinor(0)),
  }))

/**
 * Tells that a lesson has a time, a teacher and a class; again, with the next version, when one of them changes. It states all
 * of them, so the latest version holds: a moved lesson was never cancelled.
 */
export function scheduled({ campus }: CampusContext, lesson: Lesson, version: number): NewEvent {
  const { lessonId, classGroupId, courseId, teacherId, startsAt, endsAt } = lesson
  const occurrence = { campusId: campus.campusId, aggregateId: lessonId, aggregateVersion: version }
  return happened(lessonScheduled, occurrence, { lessonId, classGroupId, courseId, teacherId, startsAt, endsAt })
}

/** Beside lessons and agendas a schedule writes the guard, the outbox item, the class's progress, its check, and the lanes. */
const mostItems = 100 - 4 - lanes

/** How many items some lessons write: themselves, and each agenda in which they stand or stood before. */
function itemsOf(lessons: readonly Lesson[], before: readonly Lesson[]): number {
  const agendas = [...lessons, ...before].flatMap((lesson) =>
    ownersOf(lesson).flatMap((owner) => periodsOf(owner, lesson).map((period) => `${owner.id}#${period}`)),
  )
  return lessons.length + new Set(agendas).size
}

/**
 * How many of some lessons, the first of them, one transaction takes.
 * @param before the same as they stood before, none for new ones
 * @param others how many items the transaction writes that no schedule does
 */
export function fitting(lessons: readonly Lesson[], before: readonly Lesson[] = [], others = 0): number {
  let fits = lessons.length
  while (itemsOf(lessons.slice(0, fits), before.slice(0, fits)) > mostItems - others) fits -= 1
  return fits
}

/** What puts new lessons of a class onto the timetable, given its progress as `checkRoomFor` judged it. */
export async function putOn(
  context: CampusContext,
  ofClass: Pick<LessonPlan, 'classGroup' | 'progress'>,
  lessons: readonly Lesson[],
) {
  const planned = await planLessons(context, { ...ofClass, leaving: [], coming: lessons })
  if (!planned.ok) return planned
  return accept({
    writes: [...lessons.map((lesson) => writeLesson(context, lesson, 0)), ...planned.value.writes],
    events: lessons.map((lesson) => scheduled(context, lesson, 1)),
  })
}

/** Whether a class may have so many more lessons; refuses `tooManyLessons` with those that it has. */
export function checkRoomFor(
  { lessonCount }: ClassGroup,
  { scheduled: has }: Progress,
  more: number,
): Decision<number, 'tooManyLessons'> {
  return has + more > lessonCount
    ? refuse('tooManyLessons', { lessonCount, scheduled: has })
    : accept(lessonCount - has)
}

/**
 * Gives lessons of a class group their times: all of them or none.
 * @returns the lessons, or refuses as `planLessons`, `tooManyLessons` beyond the class's number, `tooManyAtOnce` when one transaction
 * does not take them, with how many it takes
 * @throws NotFound of the class group
 * Rule: E2.
 */
export async function scheduleLessons({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const classGroup = await readClassGroup(context, params.classGroupId)
  const progress = await loadProgress(context, params.classGroupId)
  const room = checkRoomFor(classGroup.value, progress.value, body.lessons.length)
  if (!room.ok) return room
  const lessons = newLessons(context, classGroup.value, body.lessons)
  const fits = fitting(lessons)
  if (fits < lessons.length) return refuse('tooManyAtOnce', { fits })
  const put = await putOn(context, { classGroup, progress }, lessons)
  if (!put.ok) return put
  return accept(await context.commit({ ...put.value, answer: { lessons: lessons.map(lessonView) } }))
}
