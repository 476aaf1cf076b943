import * as reports from '@tutelage/shared/contracts/enrollment/progress-reports-routes.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { dueJob, type Operation, operation } from '../operation.ts'
import type { School } from '../school.ts'

const as = 'teacher'
const ofStudent = ({ campusId, here: { enrolled } }: School) => ({ campusId, studentId: enrolled.studentId })

/** The month's reports were sent. */
async function sent(school: School) {
  await school.pass(31 * dayMs)
  return ofStudent(school)
}

export const progressReportsOperations: readonly Operation[] = [
  operation(reports.addReportWords, (school) => ({ as, params: ofStudent(school), body: { text: 'Works hard.' } })),
  operation(reports.getReportDraft, (school) => ({ as, params: ofStudent(school) })),
  operation(reports.listReports, async (school) => ({ as, params: await sent(school) })),
  operation(reports.openReport, async (school) => {
    const { campusId } = await sent(school)
    const told = await school.told(messageRequested, ({ template }) => template === 'progressReport')
    const { link } = JSON.parse(told).detail.data.params
    return { params: { campusId, token: String(link).split('/').at(-1) ?? '' } }
  }),
  dueJob('enrollment', 'progress-reports', (school) => {
    school.wait(31 * dayMs)
    return Promise.resolve()
  }),
]
