import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { cancelLesson } from './cancel-lesson.ts'
import { getLesson, listLessons } from './read-timetable.ts'
import { scheduleLessons } from './schedule-lessons.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.scheduleLessons, scheduleLessons),
  bindRoute(contracts.listLessons, listLessons),
  bindRoute(contracts.getLesson, getLesson),
  bindRoute(contracts.cancelLesson, cancelLesson),
]
