import { progressReportField, wordsField } from '@tutelage/shared/contracts/enrollment/progress-reports-routes.ts'
import { idField, instantField, localDateField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'

/** Names the students whose progress report is due. */
export const reportJob = 'progress-reports'

/** When a student's next report is due, and what is said for it already. */
const planItem = defineItem('reportPlan', () =>
  z.object({
    studentId: idField('student'),
    from: localDateField(),
    nextOn: localDateField(),
    words: z.array(wordsField()),
  }),
)
const reportItem = defineItem('progressReport', () => progressReportField().extend({ sentAt: instantField() }))
export type ReportPlan = ReturnType<typeof planItem.read>['value']
export type SentReport = ReturnType<typeof reportItem.read>['value']

const partition = (studentId: StudentId): string => `REPORTS#${studentId}`
const planKey = ({ campus }: CampusContext, studentId: StudentId): ItemKey =>
  campusKey(campus, partition(studentId), 'PLAN')
const reportKey = ({ campus }: CampusContext, studentId: StudentId, until: LocalDate): ItemKey =>
  campusKey(campus, partition(studentId), `REPORT#${until}`)

export const findPlan = async (context: CampusContext, studentId: StudentId): Promise<Stored<ReportPlan> | undefined> =>
  planItem.find(await context.table.get(planKey(context, studentId)))

/** The plan that the due index points to. */
export const findPlanAt = async (
  { table }: CampusContext,
  { pk, sk }: ItemKey,
): Promise<Stored<ReportPlan> | undefined> => planItem.find(await table.get({ pk, sk }))

/** @param version as it was read, or 0 for a new plan; @param at when its report is due */
export function writePlan(context: CampusContext, { value, version }: Stored<ReportPlan>, at: Instant): Write {
  const key = planKey(context, value.studentId)
  return planItem.write(key, value, { version, indexes: dueAttributes(context.campus, { job: reportJob, at, key }) })
}

/** The commit fails when the plan was changed or ended since it was read. */
export const checkPlan = (context: CampusContext, { value, version }: Stored<ReportPlan>): Write => ({
  op: 'check',
  key: planKey(context, value.studentId),
  when: { version },
})

/** No report of a student is due any more, until they are enrolled again. */
export const removePlan = (context: CampusContext, { value, version }: Stored<ReportPlan>): Write => ({
  op: 'delete',
  key: planKey(context, value.studentId),
  when: { version },
})

export const findReport = async (context: CampusContext, studentId: StudentId, until: LocalDate) =>
  reportItem.find(await context.table.get(reportKey(context, studentId, until)))?.value

/** Keeps a report as it was sent: one for each day. */
export const addReport = (context: CampusContext, report: SentReport): Write =>
  reportItem.write(reportKey(context, report.studentId, report.until), report, { version: 0 })

/** One page of the reports of a student, the oldest first. */
export const listReportsOf = ({ table, campus }: CampusContext, studentId: StudentId, page: PageRequest) =>
  readPage(table, reportItem, {
    pk: campusPartition(campus, partition(studentId)),
    sk: { beginsWith: 'REPORT#' },
    ...page,
  })
