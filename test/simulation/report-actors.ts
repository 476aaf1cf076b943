import { getStudentAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import * as reports from '@tutelage/shared/contracts/enrollment/progress-reports-routes.ts'
import { type Actor, anyEnrolled } from './cast.ts'

const as = 'learningManager'

/** A learning manager writes on how a student is doing; the family opens the report that was sent. */
export const writeReport: Actor = async (scene) => {
  const { client, cast, cloud } = scene
  const { campusId } = cast
  const { detail } = cloud.published.findLast(({ detail }) => detail.includes('/progress-reports/')) ?? {}
  const token = /progress-reports\/([\w.~%-]+)/.exec(detail ?? '')?.[1]
  if (token) await client.call(reports.openReport, { params: { campusId, token } })
  const studentId = anyEnrolled(scene)?.studentId
  if (!studentId) return
  const params = { campusId, studentId }
  await client.call(reports.addReportWords, { as, params, body: { text: 'Works hard.' } })
  await client.call(reports.getReportDraft, { as, params })
  await client.call(reports.listReports, { as, params })
  await client.call(getStudentAttendance, { as, params })
}
