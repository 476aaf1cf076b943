import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import { startOfDay } from '@tutelage/shared/kernel/time-zone.ts'
import { attendanceRate } from '../attendance/attendance-rate.ts'
import { loadMarksOf } from '../attendance/mark-store.ts'
import { listEnrollments } from '../enrolling/enrollment-store.ts'
import { loadProgress } from '../grades/get-progress.ts'
import { remainingHours } from '../lesson-hours/hours-account.ts'
import { loadAccount } from '../lesson-hours/hours-account-store.ts'
import type { ReportPlan } from './report-store.ts'

/** The latest of a student's enrollments that a report tells of. */
const mostEnrollments = 20

/**
 * A student's report as it stands: attendance in the period, the hours left, the way of their grades, and what was said.
 * @returns undefined when none of their enrollments is active
 * Rule: E16.
 */
export async function composeReport(context: CampusContext, { studentId, from, nextOn, words }: ReportPlan) {
  const { items } = await listEnrollments(context, studentId, { limit: mostEnrollments, descending: true })
  const accounts = await Promise.all(items.map(({ value }) => loadAccount(context, value.enrollmentId)))
  const active = accounts.map(({ value }) => value).filter(({ state }) => state.status === 'active')
  if (active.length === 0) return undefined
  const { timeZone } = await loadCampus(context)
  const [begins, ends] = [startOfDay(from, timeZone), startOfDay(nextOn, timeZone)]
  const marks = await Promise.all(items.map(({ value }) => loadMarksOf(context, value.enrollmentId)))
  const inPeriod = marks.flat().filter(({ value: { startsAt } }) => begins <= startsAt && startsAt < ends)
  const { dueLessons, attendedLessons } = attendanceRate(inPeriod.map(({ value }) => value))
  const subjects = (await loadProgress(context, studentId)).map(({ subject, trend, averageBasisPoints, grades }) => ({
    ...{ subject, trend, averageBasisPoints },
    lastBasisPoints: grades.at(-1)?.shareBasisPoints ?? 0,
  }))
  const remainingCentihours = centihours(active.reduce((sum, account) => sum + remainingHours(account), 0))
  return { studentId, from, until: nextOn, dueLessons, attendedLessons, remainingCentihours, subjects, words }
}
