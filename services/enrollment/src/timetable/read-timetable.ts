import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  getLesson as getContract,
  listLessons as listContract,
} from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { Lesson } from './lesson.ts'
import * as store from './lesson-store.ts'

/** A lesson as it is shown. */
export const lessonView = (lesson: Lesson) => {
  const { lessonId, classGroupId, courseId, teacherId, substituteFor, roomId, startsAt, endsAt, status } = lesson
  const whose = { ...(substituteFor && { substituteFor }), ...(roomId && { roomId }) }
  return { lessonId, classGroupId, courseId, teacherId, ...whose, startsAt, endsAt, status }
}

/** One lesson. @throws NotFound when the campus has none of that id */
export const getLesson = async ({ params }: RequestOf<typeof getContract>, context: CampusContext) =>
  accept(lessonView((await store.loadLesson(context, params.lessonId)).value))

/** One page of a class group's lessons, by time. Rule: E2. */
export async function listLessons({ params, query }: RequestOf<typeof listContract>, context: CampusContext) {
  const { items, ...rest } = await store.listLessons(context, params.classGroupId, query)
  return accept({ items: items.map(lessonView), ...rest })
}
