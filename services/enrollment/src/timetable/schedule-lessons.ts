import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { lessonScheduled } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { scheduleLessons as contract } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
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

/** The teacher's day with the new lessons in it. */
function withLessons(day: TeacherDay, lessons: readonly Lesson[]): TeacherDay {
  const added = lessons.filter((lesson) => datesOf(lesson).includes(day.date))
  return {
    ...day,
    busy: [...day.busy, ...added.map(({ lessonId, startsAt, endsAt }) => ({ lessonId, startsAt, endsAt }))],
  }
}

function scheduled({ campus }: CampusContext, lesson: Lesson): NewEvent {
  const { lessonId, classGroupId, courseId, teacherId, startsAt, endsAt } = lesson
  const occurrence = { campusId: campus.campusId, aggregateId: lessonId, aggregateVersion: 1 }
  return happened(lessonScheduled, occurrence, { lessonId, classGroupId, courseId, teacherId, startsAt, endsAt })
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
  const count = progress.value.scheduled + body.lessons.length
  if (count > classGroup.lessonCount) {
    return refuse('tooManyLessons', { lessonCount: classGroup.lessonCount, scheduled: progress.value.scheduled })
  }
  const days = await loadTeacherDays(context, classGroup.teacherId, body.lessons)
  const clash = findClash(
    body.lessons,
    days.flatMap(({ busy }) => busy),
  )
  if (clash) return refuse('teacherBusy', { ...clash })
  const lessons = newLessons(context, classGroup, body.lessons)
  const value = { ...progress.value, scheduled: count }
  return accept(
    await context.commit({
      writes: [
        ...lessons.map((lesson) => writeLesson(context, lesson, 0)),
        ...days.map((day) => writeTeacherDay(context, classGroup.teacherId, withLessons(day, lessons))),
        writeProgress(context, params.classGroupId, { ...progress, value }),
      ],
      events: lessons.map((lesson) => scheduled(context, lesson)),
      answer: { lessons: lessons.map(lessonView) },
    }),
  )
}
