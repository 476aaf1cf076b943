import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { addMonths } from '@tutelage/shared/kernel/local-date.ts'
import { startOfDay } from '@tutelage/shared/kernel/time-zone.ts'
import { loadBusy } from '../timetable/agenda-store.ts'
import type { Lesson, TeacherMark } from '../timetable/lesson.ts'
import { loadLessons } from '../timetable/lesson-store.ts'
import { loadStandIns } from './stand-in-store.ts'

/** A lesson that was held, with how its teacher was. */
export type HeldLesson = Lesson & { readonly status: 'held'; readonly teacher: TeacherMark }

const isHeldBy =
  (teacherId: StaffId) =>
  (lesson: Lesson): lesson is HeldLesson =>
    lesson.status === 'held' && lesson.teacher.staffId === teacherId

/**
 * The lessons of a month in which a teacher was marked, by time: those on their timetable, and those of others, whether they pay or
 * not.
 * Rule: E6.
 */
export async function loadHeldLessons(
  context: CampusContext,
  { teacherId, month }: { readonly teacherId: StaffId; readonly month: string },
): Promise<readonly HeldLesson[]> {
  const { timeZone } = await loadCampus(context)
  const first = localDate(`${month}-01`)
  const slot = { startsAt: startOfDay(first, timeZone), endsAt: startOfDay(addMonths(first, 1), timeZone) }
  const found = await Promise.all([
    loadBusy(context, { kind: 'teacher', id: teacherId }, slot),
    loadStandIns(context, teacherId, slot),
  ])
  const ids = new Set(found.flat().map(({ lessonId }) => lessonId))
  const lessons = (await loadLessons(context, [...ids])).map(({ value }) => value)
  return lessons
    .filter(({ startsAt }) => slot.startsAt <= startsAt && startsAt < slot.endsAt)
    .filter(isHeldBy(teacherId))
    .sort((a, b) => (`${a.startsAt}${a.lessonId}` < `${b.startsAt}${b.lessonId}` ? -1 : 1))
}
