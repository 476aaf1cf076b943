import * as appraisal from '@tutelage/shared/contracts/enrollment/appraisal-routes.ts'
import * as certificates from '@tutelage/shared/contracts/enrollment/certificates-routes.ts'
import * as pay from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { addMonths, monthOf } from '@tutelage/shared/kernel/local-date.ts'
import { dailyJob, dueJob, type Operation, operation } from '../operation.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'
import { holdLesson } from './attendance-operations.ts'

const as = 'finance'
const month = '2026-03'

const monthAfter = (of: string, months: number): string => monthOf(addMonths(localDate(`${of}-01`), months))

const ofTeacher = ({ campusId }: School) => ({ campusId, teacherId: staffIdOf(campusId, 'teacher') })

/** The month that is now, or so many later. */
const monthAt = ({ now }: School, later = 0): string => monthAfter(now.slice(0, 7), later)

const basePay = (school: School) =>
  ({ as, params: ofTeacher(school), body: { validFrom: monthAt(school), amountMinor: 500_000 } }) as const

/** The month is over in every time zone; the teacher held a lesson in it, and has base pay. */
async function monthIsOver(school: School): Promise<void> {
  await holdLesson(school)
  await school.call(pay.setBasePay, basePay(school))
  school.wait(Date.parse(`${monthAt(school, 1)}-01T15:00:00Z`) - Date.parse(school.now))
}

/** Its base pay is posted, so that it can be closed. */
export async function monthIsPosted(school: School): Promise<void> {
  await monthIsOver(school)
  const job = { kind: 'dailyCampus', job: 'post-base-pay', campusId: school.campusId }
  await school.work('enrollment', JSON.stringify(job))
}

/** Finance closes the month before. */
export const closing = (school: School) =>
  ({ as, params: { campusId: school.campusId, month: monthAt(school, -1) }, body: {} }) as const

/** It is closed. */
async function monthIsClosed(school: School): Promise<void> {
  await monthIsPosted(school)
  await school.call(pay.closePayMonth, closing(school))
}

const certificate = (school: School) =>
  ({
    as: 'campusManager',
    params: ofTeacher(school),
    body: {
      ...{ kind: 'teachingQualification' as const, name: 'Teaching licence', number: 'TL-1' },
      ...{ issuedOn: localDate('2023-06-01'), expiresOn: localDate('2026-05-31') },
    },
  }) as const

const certified = (school: School) => school.call(certificates.recordCertificate, certificate(school))

export const teacherPayOperations: readonly Operation[] = [
  operation(pay.getTeacherPay, async (school) => {
    await holdLesson(school)
    return { as: 'teacher', params: ofTeacher(school), query: { month } }
  }),
  operation(pay.setBasePay, basePay),
  operation(pay.getBasePay, async (school) => {
    await school.call(pay.setBasePay, basePay(school))
    return { as, params: ofTeacher(school) }
  }),
  dailyJob('enrollment', 'post-base-pay', monthIsOver),
  operation(pay.closePayMonth, async (school) => {
    await monthIsPosted(school)
    return closing(school)
  }),
  operation(pay.listClosedPayMonths, async (school) => {
    await monthIsClosed(school)
    return { as, params: { campusId: school.campusId } }
  }),
  operation(pay.listPaidTeachers, async (school) => {
    await holdLesson(school)
    return { as, params: { campusId: school.campusId, month } }
  }),
  operation(certificates.recordCertificate, certificate),
  operation(certificates.listCertificates, async (school) => {
    await certified(school)
    return { as: 'campusManager', params: ofTeacher(school) }
  }),
  operation(certificates.withdrawCertificate, async (school) => {
    const { certificateId } = await certified(school)
    const params = { ...ofTeacher(school), certificateId }
    return { as: 'campusManager', params, body: { reason: 'not genuine' } }
  }),
  dueJob('enrollment', 'remind-of-certificate', async (school) => {
    await certified(school)
    school.wait(Date.parse('2026-04-02T12:00:00Z') - Date.parse(school.now))
  }),
  operation(appraisal.getAppraisal, async (school) => {
    await holdLesson(school)
    return { as: 'campusManager', params: ofTeacher(school), query: { from: month, to: month } }
  }),
]
