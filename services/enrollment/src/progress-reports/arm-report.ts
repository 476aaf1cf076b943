import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { instantAt, localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { progressReportsPolicy } from './policy.ts'
import { nextReportOn } from './report-day.ts'
import { checkPlan, findPlan, type ReportPlan, writePlan } from './report-store.ts'

/** When the day's lessons are behind most, and it is not night yet. */
export const timeOfDay = '18:00'

/** The plan of the period that begins on a day, and the moment when its report is due. */
export async function planFrom(
  context: CampusContext,
  studentId: StudentId,
  from: LocalDate,
): Promise<{ readonly plan: ReportPlan; readonly at: Instant }> {
  const [policy, { timeZone }] = await Promise.all([progressReportsPolicy.load(context), loadCampus(context)])
  const nextOn = nextReportOn(policy, from)
  return { plan: { studentId, from, nextOn, words: [] }, at: instantAt(nextOn, timeOfDay, timeZone) }
}

/**
 * A student who takes a seat is told of from now on.
 * @returns their plan; when there is one already, that the commit fails if it ends meanwhile
 * Rule: E16.
 */
export async function armReport(context: CampusContext, studentId: StudentId): Promise<readonly Write[]> {
  const known = await findPlan(context, studentId)
  if (known) return [checkPlan(context, known)]
  const { timeZone } = await loadCampus(context)
  const { plan, at } = await planFrom(context, studentId, localDateOf(context.now, timeZone))
  return [writePlan(context, { value: plan, version: 0 }, at)]
}
