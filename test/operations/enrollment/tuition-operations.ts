import {
  enrollStudent,
  getEnrollment,
  listClassEnrollments,
  quoteTuition,
} from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { getBalance } from '@tutelage/shared/contracts/enrollment/lesson-hours-routes.ts'
import { getStudent, listStudentEnrollments } from '@tutelage/shared/contracts/enrollment/students-routes.ts'
import {
  listPayments,
  payTuition,
  previewRefund,
  refundTuition,
} from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import { operation, type RouteOperation } from '../operation.ts'
import type { School } from '../school.ts'

const as = 'campusManager'
const centihours = 1_000

/** The prospect's student takes a seat in the class and has paid nothing. */
export async function enrollProspect(school: School) {
  const { campusId, here } = school
  const body = { studentId: here.prospect.studentId, classGroupId: here.classGroupId, centihours }
  return school.call(enrollStudent, { as: 'consultant', params: { campusId }, body })
}

const ofEnrollment = ({ campusId, here: { enrolled } }: School) => ({ campusId, enrollmentId: enrolled.enrollmentId })
const ofPayment = ({ campusId, here: { enrolled } }: School) => ({ campusId, paymentId: enrolled.paymentId })
const ofStudent = ({ campusId, here: { enrolled } }: School) => ({ campusId, studentId: enrolled.studentId })

export const tuitionOperations: readonly RouteOperation[] = [
  operation(getStudent, (school) => ({ as, params: ofStudent(school) })),
  operation(quoteTuition, ({ campusId, here: { classGroupId } }) => ({
    as: 'consultant',
    params: { campusId },
    body: { classGroupId, centihours },
  })),
  operation(enrollStudent, ({ campusId, here: { prospect, classGroupId } }) => ({
    as: 'consultant',
    params: { campusId },
    body: { studentId: prospect.studentId, classGroupId, centihours },
  })),
  operation(getEnrollment, (school) => ({ as, params: ofEnrollment(school) })),
  operation(listClassEnrollments, ({ campusId, here: { classGroupId } }) => ({
    as: 'teacher',
    params: { campusId, classGroupId },
  })),
  operation(listStudentEnrollments, (school) => ({ as, params: ofStudent(school) })),
  operation(payTuition, async (school) => {
    const { enrollmentId, priceMinor = 0 } = await enrollProspect(school)
    const body = { amountMinor: priceMinor, means: 'cash' as const, reference: 'receipt-operation' }
    return { as: 'finance', params: { campusId: school.campusId, enrollmentId }, body }
  }),
  operation(listPayments, (school) => ({ as: 'finance', params: ofEnrollment(school) })),
  operation(previewRefund, (school) => ({ as: 'finance', params: ofPayment(school) })),
  operation(refundTuition, async (school) => {
    const { amountMinor } = await school.call(previewRefund, { as: 'finance', params: ofPayment(school) })
    return { as: 'finance', params: ofPayment(school), body: { amountMinor, reason: 'moving' } }
  }),
  operation(getBalance, (school) => ({ as: 'finance', params: ofEnrollment(school) })),
]
