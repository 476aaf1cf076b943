import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/planning-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { readClassGroup } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { checkRoom } from '../catalogue/room-store.ts'
import { noteChange } from './keep-lesson-notice.ts'
import { checkOpen, type Lesson } from './lesson.ts'
import { loadLesson, writeLesson } from './lesson-store.ts'
import { planLessons } from './plan-lessons.ts'
import { loadProgress } from './progress-store.ts'
import { lessonView } from './read-timetable.ts'
import { scheduled } from './schedule-lessons.ts'

/** Puts a lesson where it shall stand, and tells of it. */
async function replan(
  context: CampusContext,
  classGroup: Stored<ClassGroup>,
  before: Stored<Lesson>,
  change: Partial<Pick<Lesson, 'startsAt' | 'endsAt' | 'roomId' | 'hasOwnRoom' | 'teacherId' | 'substituteFor'>>,
) {
  const after: Lesson = { ...before.value, ...change, plannedAt: context.now }
  const progress = await loadProgress(context, classGroup.value.classGroupId)
  const planned = await planLessons(context, { classGroup, progress, leaving: [before.value], coming: [after] })
  if (!planned.ok) return planned
  const { writes, guests } = planned.value
  const told = await noteChange(context, { before, after, guests })
  return accept(
    await context.commit({
      writes: [writeLesson(context, after, before.version), ...writes, ...told],
      events: [scheduled(context, after, before.version + 1)],
      answer: lessonView(after),
    }),
  )
}

/**
 * Moves a lesson to another time or room; of another time its families are told.
 * @returns the lesson, or refuses as `checkOpen`, `checkRoom` and `planLessons`
 * @throws NotFound of the lesson
 * Rule: E2.
 */
export async function moveLesson({ params, body }: RequestOf<typeof contracts.moveLesson>, context: CampusContext) {
  const stored = await loadLesson(context, params.lessonId)
  const open = checkOpen(stored.value)
  if (!open.ok) return open
  const classGroup = await readClassGroup(context, stored.value.classGroupId)
  const room = await checkRoom(context, body.roomId, classGroup.value.capacity)
  if (!room.ok) return room
  const elsewhere = body.roomId === undefined ? {} : { roomId: room.value?.roomId, hasOwnRoom: true }
  return replan(context, classGroup, stored, { ...body.times, ...elsewhere })
}

/**
 * Has another teacher give a lesson, or the class's own again.
 * @returns the lesson, or refuses `sameTeacher`, and as `checkOpen` and `planLessons`
 * @throws NotFound of the lesson
 * Rule: E2.
 */
export async function substituteTeacher(
  { params, body }: RequestOf<typeof contracts.substituteTeacher>,
  context: CampusContext,
) {
  const stored = await loadLesson(context, params.lessonId)
  const open = checkOpen(stored.value)
  if (!open.ok) return open
  const { teacherId } = body
  if (teacherId === stored.value.teacherId) return refuse('sameTeacher', { teacherId })
  const classGroup = await readClassGroup(context, stored.value.classGroupId)
  const own = classGroup.value.teacherId
  return replan(context, classGroup, stored, { teacherId, substituteFor: teacherId === own ? undefined : own })
}
