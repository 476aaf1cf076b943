import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/progress-reports-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { isId, type StudentId } from '@tutelage/shared/kernel/ids.ts'
import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { instantAt } from '@tutelage/shared/kernel/time-zone.ts'
import { readLink } from '@tutelage/shared/links/signed-link.ts'
import { isOthersStudent } from '../grades/taught-by.ts'
import { loadStudent } from '../students/student-store.ts'
import { timeOfDay } from './arm-report.ts'
import { composeReport, isWorthTelling } from './compose-report.ts'
import { progressReportsPolicy } from './policy.ts'
import { findPlan, findReport, listReportsOf, writePlan } from './report-store.ts'

/** What a report's link is for. */
export const reportPurpose = 'progressReport'

/** More words than this nobody reads. */
const mostWords = 10

/**
 * The plan of a student whose reports the caller may see, with its report as it stands.
 * @returns refuses `notYourStudent`, `noReportDue`
 * @throws NotFound of the student
 */
async function planOf(context: CampusContext, asked: StudentId) {
  const { studentId } = await loadStudent(context, asked)
  if (await isOthersStudent(context, studentId)) return refuse('notYourStudent')
  const plan = await findPlan(context, studentId)
  const draft = plan && (await composeReport(context, plan.value))
  if (!draft || !isWorthTelling(draft)) return refuse('noReportDue', { studentId })
  return accept({ plan, draft: draft.report })
}

/** The next report of a student as it stands; refuses as `planOf`. @throws NotFound of the student. Rule: E16. */
export async function getReportDraft({ params }: RequestOf<typeof contracts.getReportDraft>, context: CampusContext) {
  const planned = await planOf(context, params.studentId)
  return planned.ok ? accept(planned.value.draft) : planned
}

/**
 * Adds what a teacher or the learning manager has to say to the next report.
 * @returns the draft, or refuses `notYourStudent`, `noReportDue`, `noReportsSent`, `tooManyWords`
 * @throws NotFound of the student
 * Rule: E16.
 */
export async function addReportWords(
  { params, body }: RequestOf<typeof contracts.addReportWords>,
  context: CampusContext,
) {
  const planned = await planOf(context, params.studentId)
  if (!planned.ok) return planned
  const { rhythm } = await progressReportsPolicy.load(context)
  if (rhythm === 'never') return refuse('noReportsSent')
  const { value, version } = planned.value.plan
  if (value.words.length >= mostWords) return refuse('tooManyWords', { mostWords })
  const words = [...value.words, { text: body.text, saidBy: context.scope.actor.id, saidAt: context.now }]
  const after = { ...value, words }
  const draft = { ...planned.value.draft, words }
  const { timeZone } = await loadCampus(context)
  const at = instantAt(value.nextOn, timeOfDay, timeZone)
  return accept(await context.commit({ writes: [writePlan(context, { value: after, version }, at)], answer: draft }))
}

/** One page of the reports that were sent; refuses `notYourStudent`. @throws NotFound of the student. Rule: E16. */
export async function listReports({ params, query }: RequestOf<typeof contracts.listReports>, context: CampusContext) {
  const { studentId } = await loadStudent(context, params.studentId)
  if (await isOthersStudent(context, studentId)) return refuse('notYourStudent')
  const { items, ...rest } = await listReportsOf(context, studentId, query)
  return accept({ items: items.map(({ value }) => value), ...rest })
}

/** For the family: the report that a mail's link stands for; refuses `invalidLink`, `linkExpired`. Rule: E16. */
export async function openReport({ params }: RequestOf<typeof contracts.openReport>, context: CampusContext) {
  const link = await readLink(context, reportPurpose, params.token)
  if (!link.ok) return link
  const [studentId = '', until = ''] = link.value.subject.split('/')
  if (!isId('student', studentId)) return refuse('invalidLink')
  const survivor = await loadStudent(context, studentId)
  // A report stays where it is when the survivor has one of that day.
  const ids = [...new Set([survivor.studentId, studentId])]
  const found = await Promise.all(ids.map((id) => findReport(context, id, localDate(until))))
  const report = found.find((each) => each !== undefined)
  return report ? accept(report) : refuse('invalidLink')
}
