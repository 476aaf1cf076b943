import { happened } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { lessonScheduled } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { scheduleLessons as contract } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { emptySheet, findClash, type Lesson, type Slot } from './lesson.ts'
import { writeLesson } from './lesson-store.ts'
import { loadProgress, writeProgress } from './progress-store.ts'
import { lessonView } from './read-timetable.ts'
import { datesOf, loadTeacherDays, type TeacherDay, writeTeacherDay } from './teacher-day-store.ts'

function newLessons(context: CampusContext, { classGroupId, courseId, teacherId }: ClassGroup, slots: readonly Slot[]) {
  return slots.map(
    ({ startsAt, endsAt }): Lesson => ({
      lessonId: context.ids.next('lesson'),
      classGroupId,
      courseId,
      teacherId,
      startsAt,
      endsAt,
      status: 'scheduled',
      sheet: emptySheet(amountMinor(0)),
    }),
  )
}

/** The teacher's days with the new lessons in them. */
function busyWith(
  context: CampusContext,
  classGroup: ClassGroup,
  days: readonly TeacherDay[],
  lessons: readonly Lesson[],
) {
  return days.map((day): Write => {
    const added = lessons.filter((lesson) => datesOf(lesson).includes(day.date))
    const busy = added.map(({ lessonId, startsAt, endsAt }) => ({ lessonId, startsAt, endsAt }))
    return writeTeacherDay(context, classGroup.teacherId, { ...day, busy: [...day.busy, ...busy] })
  })
}

/**
 * Gives lessons of a class group their times: all of them or none.
 * @returns the lessons, or refuses `teacherBusy` with the time and the other lesson, `tooManyLessons` beyond the class's number
 * @throws NotFound of the class group
 * Rule: E2.
 */
export async function scheduleLessons({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const classGroup = await loadClassGroup(context, params.classGroupId)
  const progress = await loadProgress(context, params.classGroupId)
  const scheduled = progress.value.scheduled + body.lessons.length
  if (scheduled > classGroup.lessonCount) {
    return refuse('tooManyLessons', { lessonCount: classGroup.lessonCount, scheduled: progress.value.scheduled })
  }
  const days = await loadTeacherDays(context, classGroup.teacherId, body.lessons)
  const clash = findClash(
    body.lessons,
    days.flatMap(({ busy }) => busy),
  )
  if (clash) return refuse('teacherBusy', { ...clash })
  const lessons = newLessons(context, classGroup, body.lessons)
  return accept(
    await context.commit({
      writes: [
        ...lessons.map((lesson) => writeLesson(context, lesson, 0)),
        ...busyWith(context, classGroup, days, lessons),
        writeProgress(context, params.classGroupId, { ...progress, value: { ...progress.value, scheduled } }),
      ],
      events: lessons.map((lesson) => {
        const occurrence = { campusId: context.campus.campusId, aggregateId: lesson.lessonId, aggregateVersion: 1 }
        const { lessonId, classGroupId, courseId, teacherId, startsAt, endsAt } = lesson
        return happened(lessonScheduled, occurrence, { lessonId, classGroupId, courseId, teacherId, startsAt, endsAt })
      }),
      answer: { lessons: lessons.map(lessonView) },
    }),
  )
}
