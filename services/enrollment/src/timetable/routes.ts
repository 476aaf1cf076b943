import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import { changeClassGroup as changeContract } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import * as planning from '@tutelage/shared/contracts/enrollment/planning-routes.ts'
import * as queries from '@tutelage/shared/contracts/enrollment/timetable-queries-routes.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { cancelLesson } from './cancel-lesson.ts'
import { changeClassGroup } from './change-class-group.ts'
import * as lists from './list-timetable.ts'
import { moveLesson, substituteTeacher } from './move-lesson.ts'
import { timetablePolicy } from './policy.ts'
import { getLesson, listLessons } from './read-timetable.ts'
import { scheduleLessons } from './schedule-lessons.ts'
import { scheduleRecurrence } from './schedule-recurrence.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.scheduleLessons, scheduleLessons),
  bindRoute(contracts.listLessons, listLessons),
  bindRoute(contracts.getLesson, getLesson),
  bindRoute(contracts.cancelLesson, cancelLesson),
  bindRoute(changeContract, changeClassGroup),
  bindRoute(planning.scheduleRecurrence, scheduleRecurrence),
  bindRoute(planning.moveLesson, moveLesson),
  bindRoute(planning.substituteTeacher, substituteTeacher),
  bindRoute(queries.listTeacherLessons, lists.listTeacherLessons),
  bindRoute(queries.listRoomLessons, lists.listRoomLessons),
  bindRoute(queries.listStudentLessons, lists.listStudentLessons),
  bindRoute(queries.listDayLessons, lists.listDayLessons),
  ...timetablePolicy.routes,
]
