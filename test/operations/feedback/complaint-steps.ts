import {
  acknowledgeComplaint,
  completeStep,
  resolveComplaint,
} from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import { fileComplaint, investigateComplaint } from '@tutelage/shared/contracts/feedback/complaints-routes.ts'
import type { School } from '../school.ts'

const as = 'campusManager'
const steps = ['listen', 'record', 'restate', 'apologise', 'ownResult'] as const

/** The words of a complaint: nobody without the right may read them. */
const complaintText = 'the lessons are too loud'

/** A complaint of the enrolled family, as it is filed at the desk. */
export const filing = ({ campusId, here: { enrolled } }: School, severity: 'normal' | 'major') =>
  ({
    as,
    params: { campusId },
    body: {
      ...{ householdId: enrolled.householdId, studentId: enrolled.studentId, channel: 'phone' as const, severity },
      text: complaintText,
    },
  }) as const

async function file(school: School, severity: 'normal' | 'major') {
  const { complaint } = await school.call(fileComplaint, filing(school, severity))
  return { campusId: school.campusId, complaintId: complaint.complaintId }
}

/** A normal complaint: marketing has it. */
export const fileNormal = (school: School) => file(school, 'normal')
/** A major complaint: it is the principal's line's. */
export const fileMajor = (school: School) => file(school, 'major')

/** The family was told that somebody looks after it. */
export async function acknowledge(school: School, params: Awaited<ReturnType<typeof file>>) {
  await school.call(acknowledgeComplaint, { as, params, body: {} })
  return params
}

export const finding = { rootCause: 'teacher', responsibleStaffIds: [], responsibleCause: 'schedule' } as const

/** All is done of a major complaint but the reply to the family. */
export async function investigateMajor(school: School) {
  const params = await acknowledge(school, await fileMajor(school))
  for (const step of steps) await school.call(completeStep, { as, params, body: { step } })
  const body = { ...finding, responsibleStaffIds: [], solution: 'another room' }
  await school.call(investigateComplaint, { as, params, body })
  return params
}

/** The family of a major complaint got its reply. */
export async function resolveMajor(school: School) {
  const params = await investigateMajor(school)
  await school.call(resolveComplaint, { as, params, body: { reply: 'done' } })
  return params
}
