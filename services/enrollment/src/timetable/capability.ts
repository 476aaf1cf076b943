import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { lessonCancelled, lessonScheduled, teacherChanged } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { routes } from './routes.ts'

/** Lessons and their times; teachers, rooms and students are in one place at a time. */
export const timetableCapability: Capability<CampusContext> = {
  name: 'timetable',
  rules: ['E2'],
  routes,
  publishes: [lessonScheduled, lessonCancelled, teacherChanged],
}
