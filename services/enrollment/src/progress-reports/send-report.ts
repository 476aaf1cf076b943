import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { addMs, dayMs, type LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { issueLink } from '@tutelage/shared/links/signed-link.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { checkStudentClasses } from '../timetable/student-classes-store.ts'
import { planFrom } from './arm-report.ts'
import { composeReport, isWorthTelling } from './compose-report.ts'
import { progressReportsPolicy } from './policy.ts'
import { reportPurpose } from './read-reports.ts'
import { lastReportOn } from './report-day.ts'
import {
  addReport,
  findPlanAt,
  findReport,
  type ReportPlan,
  removePlan,
  type SentReport,
  writePlan,
} from './report-store.ts'

/** For so long the mail's link shows the report. */
const linkDays = 180

async function reportMessage(context: CampusContext, report: SentReport) {
  const { studentId, from, until, dueLessons, attendedLessons, remainingCentihours } = report
  const expiresAt = addMs(context.now, linkDays * dayMs)
  const token = await issueLink(context, { purpose: reportPurpose, subject: `${studentId}/${until}`, expiresAt })
  const link = `${context.publicUrl}/enrollment/campuses/${context.campus.campusId}/progress-reports/${token}`
  return requestMessage(context, {
    occasion: `progressReport:${studentId}:${until}`,
    category: 'service',
    template: 'progressReport',
    recipient: { studentId },
    params: { from, until, link, dueLessons, attendedLessons, remainingCentihours },
  })
}

/** The plan of the period that begins with a report. */
async function planNext(context: CampusContext, { value, version }: Stored<ReportPlan>, from: LocalDate) {
  const { plan, at } = await planFrom(context, value.studentId, from)
  return writePlan(context, { value: plan, version }, at)
}

/** The plan with its period and words, until the report day after one. */
async function putOff(context: CampusContext, { value, version }: Stored<ReportPlan>, after: LocalDate) {
  const { plan, at } = await planFrom(context, value.studentId, after)
  return writePlan(context, { value: { ...value, nextOn: plan.nextOn }, version }, at)
}

/**
 * Sends a student's progress report of the period that is over, keeps it, and plans the next. After an outage that was longer than a
 * period it is one report of all the time, and so it is when a student who turned out to be this one brought a report of the day along:
 * a family has one a day. Of a student without an active enrollment it is the last, if there is anything to tell.
 * @param key of the plan's item, from the due index, which may be behind
 * Rules: E16, L3.
 */
export async function sendReport(key: ItemKey, context: CampusContext) {
  const stored = await findPlanAt(context, key)
  const { timeZone } = await loadCampus(context)
  const today = localDateOf(context.now, timeZone)
  if (!stored || today < stored.value.nextOn) return accept({ sent: false })
  const policy = await progressReportsPolicy.load(context)
  const nextOn = lastReportOn(policy, stored.value.nextOn, today)
  const composed = await composeReport(context, { ...stored.value, nextOn })
  const planned = composed.isLast
    ? [removePlan(context, stored), checkStudentClasses(context, composed.classes)]
    : [await planNext(context, stored, nextOn)]
  if (policy.rhythm === 'never' || !isWorthTelling(composed)) {
    return accept(await context.commit({ writes: planned, answer: { sent: false } }))
  }
  if (await findReport(context, stored.value.studentId, nextOn)) {
    return accept(await context.commit({ writes: [await putOff(context, stored, nextOn)], answer: { sent: false } }))
  }
  const report = { ...composed.report, sentAt: context.now }
  const events = [await reportMessage(context, report)]
  const writes = [...planned, addReport(context, report)]
  return accept(await context.commit({ writes, events, answer: { sent: true } }))
}
