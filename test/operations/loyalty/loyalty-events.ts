import { correctAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import {
  attendanceCorrected,
  gradeFell,
  gradeRecorded,
  lessonAttended,
  lessonMissed,
  studentEnrolled,
  tuitionPaid,
  tuitionRefunded,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import { correctGrade } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import { previewRefund, refundTuition } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import { reopenComplaint } from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import {
  complaintFiled,
  complaintReopened,
  complaintResolved,
  lowSatisfactionDetected,
} from '@tutelage/shared/contracts/feedback/events.ts'
import { setPreferences } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import { setBirthday } from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import { messageSent, messageSuppressed } from '@tutelage/shared/contracts/message-events.ts'
import { correction, gradeFalls, holdLesson } from '../enrollment/attendance-operations.ts'
import { campusChanges } from '../enrollment/enrollment-operations.ts'
import { enrollProspect } from '../enrollment/tuition-operations.ts'
import { fileMajor, resolveMajor } from '../feedback/complaint-steps.ts'
import { answerLow } from '../feedback/survey-operations.ts'
import { enroll } from '../opening.ts'
import { type EventOperation, onEvent } from '../operation.ts'
import type { School } from '../school.ts'

async function enrolls(school: School): Promise<string> {
  await enrollProspect(school)
  return school.told(studentEnrolled)
}

async function pays(school: School): Promise<string> {
  await enroll(school, school.here.prospect, school.here)
  return school.told(tuitionPaid)
}

async function getsRefund(school: School): Promise<string> {
  const { campusId, here } = school
  const call = { as: 'finance', params: { campusId, paymentId: here.enrolled.paymentId } } as const
  const { amountMinor } = await school.call(previewRefund, call)
  await school.call(refundTuition, { ...call, body: { amountMinor, reason: 'moving' } })
  return school.told(tuitionRefunded)
}

async function comes(school: School): Promise<string> {
  await holdLesson(school)
  return school.told(lessonAttended)
}

async function misses(school: School): Promise<string> {
  await holdLesson(school, 'absent')
  return school.told(lessonMissed)
}

/** The mark was another, and loyalty has heard of it. */
const isCorrected = (before: 'attended' | 'absent', after: 'attended' | 'absent') => async (school: School) => {
  await holdLesson(school, before)
  await school.deliver()
  await school.call(correctAttendance, correction(school, after))
  return school.told(attendanceCorrected)
}

/** The fallen grade was a slip, and loyalty has heard of the fall. */
async function withdrawsFall(school: School): Promise<string> {
  const gradeId = await gradeFalls(school)
  await school.deliver()
  const { campusId, here } = school
  const params = { campusId, studentId: here.enrolled.studentId, gradeId }
  const body = { scoreHundredths: 9_200, reason: 'a slip of the pen' }
  await school.call(correctGrade, { as: 'teacher', params, body })
  return school.told(gradeRecorded, ({ fallWithdrawn }) => fallWithdrawn === true)
}

/** The student is greeted, and what became of that message. */
async function greeted(school: School, outcome: typeof messageSent | typeof messageSuppressed): Promise<string> {
  const { campusId, here } = school
  const as = 'frontDesk'
  const params = { campusId, studentId: here.enrolled.studentId }
  await school.call(setBirthday, { as, params, body: { calendar: 'gregorian', month: 3, day: 2 } })
  if (outcome.name === messageSuppressed.name) {
    const household = { campusId, householdId: here.enrolled.householdId }
    const body = { language: 'en' as const, refusedChannels: [], refusedCategories: ['care' as const] }
    await school.call(setPreferences, { as, params: household, body })
  }
  school.wait(3_600_000)
  await school.work('loyalty', JSON.stringify({ kind: 'dailyCampus', job: 'greet-birthdays', campusId }))
  await school.publish()
  await school.post('leads')
  return school.told(outcome, ({ category }) => category === 'care')
}

export const loyaltyEvents: readonly EventOperation[] = [
  onEvent('loyalty', 'keep-campus', campusChanges),
  ...['join-member', 'issue-card', 'watch-student'].map((name) => onEvent('loyalty', name, enrolls)),
  ...['count-payment', 'earn-points'].map((name) => onEvent('loyalty', name, pays)),
  ...['count-refund', 'reverse-points'].map((name) => onEvent('loyalty', name, getsRefund)),
  onEvent('loyalty', 'stamp-lesson', comes),
  onEvent('loyalty', 'restamp-lesson', isCorrected('attended', 'absent')),
  onEvent('loyalty', 'record-care-sent', (school) => greeted(school, messageSent)),
  onEvent('loyalty', 'record-care-suppressed', (school) => greeted(school, messageSuppressed)),
  onEvent('loyalty', 'note-absence', misses),
  onEvent('loyalty', 'correct-absence', isCorrected('absent', 'attended')),
  onEvent('loyalty', 'note-fallen-grade', async (school) => {
    await gradeFalls(school)
    return school.told(gradeFell)
  }),
  onEvent('loyalty', 'withdraw-fallen-grade', withdrawsFall),
  onEvent('loyalty', 'note-low-satisfaction', async (school) => {
    await answerLow(school)
    return school.told(lowSatisfactionDetected)
  }),
  onEvent('loyalty', 'note-complaint', async (school) => {
    await fileMajor(school)
    return school.told(complaintFiled)
  }),
  onEvent('loyalty', 'note-reopened-complaint', async (school) => {
    const params = await resolveMajor(school)
    await school.deliver()
    await school.call(reopenComplaint, { as: 'campusManager', params, body: { note: 'it happened again' } })
    return school.told(complaintReopened)
  }),
  onEvent('loyalty', 'clear-complaint', async (school) => {
    await fileMajor(school)
    await school.deliver()
    await resolveMajor(school)
    return school.told(complaintResolved)
  }),
]
