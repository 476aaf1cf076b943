import { bindRoute, type Capability } from '@tutelage/shared/contracts/define-service.ts'
import { lessonCancelled, lessonScheduled } from '@tutelage/shared/contracts/enrollment/events.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { cancelLesson } from './cancel-lesson.ts'
import { getLesson, listLessons } from './read-timetable.ts'
import { scheduleLessons } from './schedule-lessons.ts'

/** Lessons and their times; a teacher is in one place at a time. */
export const timetableCapability: Capability<CampusContext> = {
  name: 'timetable',
  rules: ['E2'],
  routes: [
    bindRoute(contracts.scheduleLessons, scheduleLessons),
    bindRoute(contracts.listLessons, listLessons),
    bindRoute(contracts.getLesson, getLesson),
    bindRoute(contracts.cancelLesson, cancelLesson),
  ],
  publishes: [lessonScheduled, lessonCancelled],
}
