import {
  addListPrice,
  changeSuccessor,
  createClassGroup,
  createCourse,
  createTerm,
  getCourse,
} from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { enrollStudent } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import {
  classTransferred,
  enrollmentTerminated,
  tuitionPaid,
  tuitionRefunded,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import { listPromotionProposals, promoteStudent } from '@tutelage/shared/contracts/enrollment/promotion-routes.ts'
import * as renewals from '@tutelage/shared/contracts/enrollment/renewal-routes.ts'
import { previewTermination, terminateEnrollment } from '@tutelage/shared/contracts/enrollment/termination-routes.ts'
import { payTuition, refundEnrollment } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import { classOf } from '../opening.ts'
import { dailyJob, type Operation, onEvent, operation } from '../operation.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'
import { transferred } from './transfer-operations.ts'

const title = { 'zh-CN': '下一步', en: 'Next' }
const as = 'principal'

/** Time does not go back: a second campus that is prepared later stays later, so that its ids are its own. */
const waitUntil = (school: School, at: string): void =>
  school.wait(Math.max(0, Date.parse(at) - Date.parse(school.now)))

/** The day after the census date, in any time zone. */
const census = (school: School): void => waitUntil(school, '2026-05-04T12:00:00Z')

/** The students of the term were counted. */
async function counted(school: School): Promise<School> {
  census(school)
  const message = { kind: 'dailyCampus', job: 'take-census', campusId: school.campusId }
  await school.work('enrollment', JSON.stringify(message))
  return school
}

/** The students of the term were counted, and none of them renewed. */
export async function lapsed(school: School): Promise<void> {
  await counted(school)
  waitUntil(school, '2026-06-16T12:00:00Z')
  const message = { kind: 'dailyCampus', job: 'close-renewals', campusId: school.campusId }
  await school.work('enrollment', JSON.stringify(message))
}

/** A class of a course in the next term. */
async function nextClass(school: School, courseId = school.here.courseId) {
  const params = { campusId: school.campusId }
  const body = { title, startsOn: '2026-06-01', endsOn: '2026-08-31' }
  const { termId } = await school.call(createTerm, { as, params, body })
  return school.call(createClassGroup, { as, params, body: classOf(school.campusId, { courseId, termId }) })
}

/** The course has a successor, which costs something. */
async function successor(school: School) {
  const { campusId, here } = school
  const params = { campusId, courseId: here.courseId }
  const body = { title, subject: 'mathematics', level: 2 }
  const { courseId } = await school.call(createCourse, { as, params: { campusId }, body })
  const price = { effectiveFrom: '2026-01-01', amountMinor: 20_000, perCentihours: 100 }
  await school.call(addListPrice, { as, params: { campusId, courseId }, body: price })
  const { version } = await school.call(getCourse, { as, params })
  await school.call(changeSuccessor, { as, params, body: { successorCourseId: courseId }, ifMatch: version })
  return courseId
}

const ofClass = ({ campusId, here: { classGroupId } }: School) => ({ campusId, classGroupId })
const ofTerm = ({ campusId, here: { termId } }: School) => ({ campusId, termId })
const ofTeacher = (school: School) => ({ ...ofTerm(school), teacherId: staffIdOf(school.campusId, 'teacher') })
const ofEnrollment = ({ campusId, here: { enrolled } }: School) => ({ campusId, enrollmentId: enrolled.enrollmentId })

/** The student, who was counted, has paid for the next term; how much, for which enrollment. */
async function paidAhead(school: School) {
  await counted(school)
  const { campusId, here } = school
  const { classGroupId } = await nextClass(school)
  const seat = { studentId: here.enrolled.studentId, classGroupId, centihours: 800 }
  const next = await school.call(enrollStudent, { as, params: { campusId }, body: seat })
  const { enrollmentId, priceMinor: amountMinor = 0 } = next
  const body = { amountMinor, means: 'cash' as const, reference: 'next-term' }
  await school.call(payTuition, { as: 'finance', params: { campusId, enrollmentId }, body })
  return { campusId, enrollmentId, amountMinor }
}

export const renewalOperations: readonly Operation[] = [
  operation(listPromotionProposals, async (school) => {
    await successor(school)
    return { as: 'teacher', params: ofClass(school) }
  }),
  operation(promoteStudent, async (school) => {
    census(school)
    const { classGroupId } = await nextClass(school, await successor(school))
    return { as: 'learningManager', params: ofEnrollment(school), body: { classGroupId, centihours: 800 } }
  }),
  operation(renewals.getClassRenewals, async (school) => ({ as: 'teacher', params: ofClass(await counted(school)) })),
  operation(renewals.getCourseRenewals, async (school) => {
    const params = { ...ofTerm(await counted(school)), courseId: school.here.courseId }
    return { as: 'campusManager', params }
  }),
  operation(renewals.getTeacherRenewals, async (school) => ({
    as: 'campusManager',
    params: ofTeacher(await counted(school)),
  })),
  operation(renewals.getCampusRenewals, async (school) => ({ as, params: ofTerm(await counted(school)) })),
  operation(renewals.getChainRenewals, async (school) => {
    await counted(school)
    return { as: 'principal', params: {}, query: { from: '2026-01-01', to: '2026-12-31' } }
  }),
  operation(renewals.getClassPromotions, async (school) => ({ as: 'teacher', params: ofClass(await counted(school)) })),
  operation(renewals.getTeacherPromotions, async (school) => ({
    as: 'campusManager',
    params: ofTeacher(await counted(school)),
  })),
  operation(renewals.listRenewalWork, async (school) => ({
    as: 'learningManager',
    params: { campusId: (await counted(school)).campusId },
    query: { learningManagerId: staffIdOf(school.campusId, 'learningManager') },
  })),
  dailyJob('enrollment', 'take-census', async (school) => census(school)),
  dailyJob('enrollment', 'close-renewals', async (school) => {
    await counted(school)
    waitUntil(school, '2026-06-16T12:00:00Z')
  }),
  onEvent('enrollment', 'note-renewal', async (school) => {
    const { enrollmentId } = await paidAhead(school)
    return school.told(tuitionPaid, (data) => data.enrollmentId === enrollmentId)
  }),
  onEvent('enrollment', 'note-refund', async (school) => {
    const { amountMinor, ...params } = await paidAhead(school)
    await school.deliver()
    const body = { amountMinor, reason: 'moves away' }
    await school.call(refundEnrollment, { as: 'finance', params, body })
    return school.told(tuitionRefunded)
  }),
  onEvent('enrollment', 'follow-to-new-class', async (school) => {
    await counted(school)
    await transferred(school)
    return school.told(classTransferred)
  }),
  onEvent('enrollment', 'note-end', async (school) => {
    await counted(school)
    const params = ofEnrollment(school)
    const { amountMinor: refundMinor } = await school.call(previewTermination, { as, params })
    const why = { kind: 'naturalEnd', reason: 'graduated' } as const
    await school.call(terminateEnrollment, { as, params, body: { why, refundMinor } })
    return school.told(enrollmentTerminated)
  }),
]
