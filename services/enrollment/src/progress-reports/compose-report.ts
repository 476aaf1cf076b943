import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import { startOfDay } from '@tutelage/shared/kernel/time-zone.ts'
import { attendanceRate } from '../attendance/attendance-rate.ts'
import { loadMarksOf } from '../attendance/mark-store.ts'
import { findSeats, listEnrollments } from '../enrolling/enrollment-store.ts'
import { loadProgress } from '../grades/get-progress.ts'
import { remainingHours } from '../lesson-hours/hours-account.ts'
import { loadAccounts } from '../lesson-hours/hours-account-store.ts'
import type { StudentClasses } from '../timetable/student-classes.ts'
import { loadStudentClasses } from '../timetable/student-classes-store.ts'
import type { ReportPlan } from './report-store.ts'

/** The latest of a student's enrollments that a report tells of. */
const mostEnrollments = 20

/** A student's latest enrollments, and those of the classes in which they sit: the list may not show them yet. */
async function enrollmentsOf(context: CampusContext, { studentId, classes }: StudentClasses) {
  const [listed, seats] = await Promise.all([
    listEnrollments(context, studentId, { limit: mostEnrollments, descending: true }),
    findSeats(
      context,
      classes.map(({ classGroupId }) => classGroupId),
      studentId,
    ),
  ])
  const all = [...listed.items.map(({ value }) => value), ...seats].map(({ enrollmentId }) => enrollmentId)
  return [...new Set(all)]
}

/**
 * A student's report as it stands: attendance in the period, the hours left, the way of their grades, and what was said.
 * @returns it with the student's classes as they were read, and whether it is the last one, for none of their enrollments is active
 * Rule: E16.
 */
export async function composeReport(context: CampusContext, { studentId, from, nextOn, words }: ReportPlan) {
  // The classes first: a seat that is taken meanwhile raises their version.
  const [classes] = await loadStudentClasses(context, [studentId])
  if (!classes) throw new Error('as many answers as questions')
  const enrollmentIds = await enrollmentsOf(context, classes.value)
  const accounts = (await loadAccounts(context, enrollmentIds)).map(({ value }) => value)
  const active = accounts.filter(({ state }) => state.status === 'active')
  const { timeZone } = await loadCampus(context)
  const [begins, ends] = [startOfDay(from, timeZone), startOfDay(nextOn, timeZone)]
  const marks = await Promise.all(enrollmentIds.map((enrollmentId) => loadMarksOf(context, enrollmentId)))
  const inPeriod = marks.flat().filter(({ value: { startsAt } }) => begins <= startsAt && startsAt < ends)
  const { dueLessons, attendedLessons } = attendanceRate(inPeriod.map(({ value }) => value))
  const subjects = (await loadProgress(context, studentId)).map(({ subject, trend, averageBasisPoints, grades }) => ({
    ...{ subject, trend, averageBasisPoints },
    lastBasisPoints: grades.at(-1)?.shareBasisPoints ?? 0,
  }))
  const remainingCentihours = centihours(active.reduce((sum, account) => sum + remainingHours(account), 0))
  const attendance = { dueLessons, attendedLessons }
  const report = { studentId, from, until: nextOn, ...attendance, remainingCentihours, subjects, words }
  return { report, classes, isLast: active.length === 0 }
}

/** True unless it would be the last report and tells of nothing: neither a lesson of its period nor words. */
export const isWorthTelling = ({ report, isLast }: Awaited<ReturnType<typeof composeReport>>): boolean =>
  !isLast || report.dueLessons > 0 || report.words.length > 0
