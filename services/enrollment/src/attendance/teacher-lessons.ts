import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { addMonths } from '@tutelage/shared/kernel/local-date.ts'
import { startOfDay } from '@tutelage/shared/kernel/time-zone.ts'
import { loadAccruals, loadLateAccruals } from '../teacher-pay/teacher-pay-store.ts'
import { loadBusy } from '../timetable/agenda-store.ts'
import type { Lesson, TeacherMark } from '../timetable/lesson.ts'
import { loadLessons } from '../timetable/lesson-store.ts'

/** A lesson that was held, with how its teacher was. */
export type HeldLesson = Lesson & { readonly status: 'held'; readonly teacher: TeacherMark }

const isHeldBy =
  (teacherId: StaffId) =>
  (lesson: Lesson): lesson is HeldLesson =>
    lesson.status === 'held' && lesson.teacher.staffId === teacherId

/**
 * The lessons of a month in which a teacher was marked, by time: those on their timetable, and those that paid them, at once or after
 * a correction.
 * Rule: E6.
 */
export async function loadHeldLessons(
  context: CampusContext,
  { teacherId, month }: { readonly teacherId: StaffId; readonly month: string },
): Promise<readonly HeldLesson[]> {
  const { timeZone } = await loadCampus(context)
  const first = localDate(`${month}-01`)
  const startsAt = startOfDay(first, timeZone)
  const endsAt = startOfDay(addMonths(first, 1), timeZone)
  const found = await Promise.all([
    loadBusy(context, { kind: 'teacher', id: teacherId }, { startsAt, endsAt }),
    loadAccruals(context, { teacherId, month }),
    loadLateAccruals(context, { teacherId, month }),
  ])
  const ids = new Set(found.flat().map(({ lessonId }) => lessonId))
  const lessons = (await loadLessons(context, [...ids])).map(({ value }) => value)
  return lessons
    .filter((lesson) => startsAt <= lesson.startsAt && lesson.startsAt < endsAt)
    .filter(isHeldBy(teacherId))
    .sort((a, b) => (`${a.startsAt}${a.lessonId}` < `${b.startsAt}${b.lessonId}` ? -1 : 1))
}
