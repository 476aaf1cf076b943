import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { correctAttendance } from './correct-attendance.ts'
import { correctTeacherMark } from './correct-teacher-mark.ts'
import { markAttendance } from './mark-attendance.ts'
import { attendancePolicy } from './policy.ts'
import { getAttendance, getClassSheet, getStudentAttendance, getTeacherAttendance } from './read-attendance.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.markAttendance, markAttendance),
  bindRoute(contracts.getClassSheet, getClassSheet),
  bindRoute(contracts.correctAttendance, correctAttendance),
  bindRoute(contracts.getAttendance, getAttendance),
  bindRoute(contracts.getStudentAttendance, getStudentAttendance),
  bindRoute(contracts.getTeacherAttendance, getTeacherAttendance),
  bindRoute(contracts.correctTeacherMark, correctTeacherMark),
  ...attendancePolicy.routes,
]
