import { createClassGroup } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { listDocuments, recordDocument } from '@tutelage/shared/contracts/enrollment/documents-routes.ts'
import { enrollStudent } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { listRegisteredExams, registerForExam } from '@tutelage/shared/contracts/enrollment/exams-routes.ts'
import { getPrepaid } from '@tutelage/shared/contracts/enrollment/prepaid-routes.ts'
import { buyHours, listPurchases } from '@tutelage/shared/contracts/enrollment/purchases-routes.ts'
import { previewTermination, terminateEnrollment } from '@tutelage/shared/contracts/enrollment/termination-routes.ts'
import {
  listRefunds,
  previewEnrollmentRefund,
  refundEnrollment,
} from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import * as waiting from '@tutelage/shared/contracts/enrollment/waiting-list-routes.ts'
import { tierChanged } from '@tutelage/shared/contracts/loyalty/events.ts'
import { tierPolicy } from '@tutelage/shared/contracts/loyalty/policies.ts'
import { policyRoutes } from '@tutelage/shared/contracts/policy-routes.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { classOf, enroll } from '../opening.ts'
import { dailyJob, dueJob, type Operation, onEvent, operation } from '../operation.ts'
import type { School } from '../school.ts'
import { enrollProspect } from './tuition-operations.ts'

const as = 'campusManager'
const ofEnrollment = ({ campusId, here: { enrolled } }: School) => ({ campusId, enrollmentId: enrolled.enrollmentId })
const ofStudent = ({ campusId, here: { enrolled } }: School) => ({ campusId, studentId: enrolled.studentId })
const exam = { name: 'Mock exam', subject: 'mathematics', heldOn: '2026-05-20' }
const agreement = { kind: 'agreement', reference: 's3://papers/1', sha256: 'a'.repeat(64), channel: 'walkIn' } as const
const why = { kind: 'loss', reason: 'needGone' } as const

/** A class of one in which the prospect waits behind the enrolled student. */
async function waitingProspect(school: School) {
  const { campusId, here } = school
  const body = { ...classOf(campusId, here), capacity: 1 }
  const { classGroupId } = await school.call(createClassGroup, { as, params: { campusId }, body })
  const seat = { studentId: here.enrolled.studentId, classGroupId, centihours: 800 }
  const { enrollmentId } = await school.call(enrollStudent, { as, params: { campusId }, body: seat })
  const { studentId } = here.prospect
  await school.call(waiting.joinWaitingList, { as, params: { campusId, classGroupId }, body: { studentId } })
  return { enrollmentId, params: { campusId, classGroupId, studentId } }
}

/** The enrolled student left: the seat is kept for the prospect. */
async function offeredProspect(school: School) {
  const { enrollmentId, params } = await waitingProspect(school)
  const body = { why, refundMinor: 0 }
  await school.call(terminateEnrollment, { as, params: { campusId: school.campusId, enrollmentId }, body })
  return params
}

/** A household that got to another tier by what it paid. */
async function tierMoved(school: School): Promise<string> {
  const { campusId, here } = school
  const rung = (tier: string, fromMinor: number) => ({
    ...{ tier, name: { 'zh-CN': tier, en: tier }, fromMinor, pointsBasisPoints: 10_000 },
  })
  const body = { ladder: [rung('standard', 0), rung('gold', 100)] }
  await school.call(policyRoutes(tierPolicy).setPolicy, { as: 'principal', params: { campusId }, body })
  await enroll(school, here.prospect, here)
  await school.publish()
  await school.post('loyalty')
  return school.told(tierChanged)
}

export const enrollingOperations: readonly Operation[] = [
  operation(buyHours, (school) => ({ as, params: ofEnrollment(school), body: { centihours: 200 } })),
  operation(listPurchases, (school) => ({ as, params: ofEnrollment(school) })),
  operation(previewEnrollmentRefund, (school) => ({
    as: 'finance',
    params: ofEnrollment(school),
    query: { centihours: '100' },
  })),
  operation(refundEnrollment, (school) => {
    const body = { part: { centihours: 100 }, amountMinor: 20_000, reason: 'too many' }
    return { as: 'finance', params: ofEnrollment(school), body }
  }),
  operation(listRefunds, (school) => ({ as: 'finance', params: ofEnrollment(school) })),
  operation(previewTermination, (school) => ({ as: 'finance', params: ofEnrollment(school) })),
  operation(terminateEnrollment, async (school) => {
    const { amountMinor } = await school.call(previewTermination, { as, params: ofEnrollment(school) })
    return { as: 'finance', params: ofEnrollment(school), body: { why, refundMinor: amountMinor } }
  }),
  operation(recordDocument, (school) => ({ as: 'frontDesk', params: ofEnrollment(school), body: agreement })),
  operation(listDocuments, (school) => ({ as: 'frontDesk', params: ofEnrollment(school) })),
  operation(registerForExam, (school) => ({ as: 'learningManager', params: ofStudent(school), body: exam })),
  operation(listRegisteredExams, (school) => ({ as: 'teacher', params: ofStudent(school) })),
  operation(getPrepaid, ({ campusId }) => ({ as: 'finance', params: { campusId } })),
  operation(waiting.joinWaitingList, async (school) => {
    const { params } = await waitingProspect(school)
    const { studentId, ...ofClass } = params
    await school.call(waiting.withdrawFromWaitingList, { as, params })
    return { as: 'consultant', params: ofClass, body: { studentId } }
  }),
  operation(waiting.listWaiting, async (school) => {
    const { campusId, classGroupId } = (await waitingProspect(school)).params
    return { as: 'teacher', params: { campusId, classGroupId } }
  }),
  operation(waiting.withdrawFromWaitingList, async (school) => ({
    as,
    params: (await waitingProspect(school)).params,
  })),
  operation(waiting.acceptOfferedSeat, async (school) => {
    return { as: 'consultant', params: await offeredProspect(school), body: { centihours: 800 } }
  }),
  dueJob('enrollment', 'seat-offers', async (school) => {
    await offeredProspect(school)
    school.wait(3 * dayMs)
  }),
  dueJob('enrollment', 'tuition-due', async (school) => {
    await enrollProspect(school)
    school.wait(5 * dayMs)
  }),
  dailyJob('enrollment', 'sum-prepaid', (school) => Promise.resolve(school.wait(dayMs))),
  onEvent('enrollment', 'keep-tier', tierMoved),
]
