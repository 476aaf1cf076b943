import { happened } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { lessonCancelled } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { cancelLesson as contract } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { readClassGroup } from '../catalogue/catalogue-store.ts'
import { releaseGuests } from '../make-up/release-guests.ts'
import { noteChange } from './keep-lesson-notice.ts'
import { checkOpen, type Lesson } from './lesson.ts'
import { loadLesson, writeLesson } from './lesson-store.ts'
import { planLessons } from './plan-lessons.ts'
import { loadProgress } from './progress-store.ts'
import { lessonView } from './read-timetable.ts'

/** What takes a lesson off the timetable: its teacher, room and students are free, guests have their credit back, and another may take its place. */
export async function callOff(context: CampusContext, { value: lesson, version }: Stored<Lesson>, reason: string) {
  const classGroup = await readClassGroup(context, lesson.classGroupId)
  const progress = await loadProgress(context, lesson.classGroupId)
  const planned = await planLessons(context, { classGroup, progress, leaving: [lesson], coming: [] })
  if (!planned.ok) throw new Error('a lesson that leaves finds nobody busy')
  const cancelled: Lesson = { ...lesson, status: 'cancelled', reason, cancelledAt: context.now, plannedAt: context.now }
  const { lessonId, classGroupId, courseId, teacherId, startsAt } = lesson
  const occurrence = { campusId: context.campus.campusId, aggregateId: lessonId, aggregateVersion: version + 1 }
  const released = await releaseGuests(context, lessonId)
  return {
    cancelled,
    guests: released.guests,
    writes: [writeLesson(context, cancelled, version), ...planned.value.writes, ...released.writes],
    events: [happened(lessonCancelled, occurrence, { lessonId, classGroupId, courseId, teacherId, startsAt })],
  }
}

/**
 * Takes a lesson off the timetable; its families are told.
 * @returns the lesson, or refuses `alreadyCancelled`, `alreadyMarked` (see `checkOpen`)
 * @throws NotFound of the lesson
 * Rule: E2.
 */
export async function cancelLesson({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const stored = await loadLesson(context, params.lessonId)
  const open = checkOpen(stored.value)
  if (!open.ok) return open
  const { cancelled, guests, writes, events } = await callOff(context, stored, body.reason)
  const told = await noteChange(context, { before: stored, after: cancelled, guests })
  return accept(await context.commit({ writes: [...writes, ...told], events, answer: lessonView(cancelled) }))
}
