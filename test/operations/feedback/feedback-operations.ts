import { correctAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import {
  attendanceCorrected,
  courseCompleted,
  lessonMissed,
  studentEnrolled,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import { listCommitments, listStudentCommitments } from '@tutelage/shared/contracts/feedback/commitments-routes.ts'
import { listReturnVisits, recordReturnVisit } from '@tutelage/shared/contracts/feedback/return-visits-routes.ts'
import { setPreferences } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import { contactPreferenceChanged } from '@tutelage/shared/contracts/leads/events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { correction, holdLesson } from '../enrollment/attendance-operations.ts'
import { campusChanges } from '../enrollment/enrollment-operations.ts'
import { enrollProspect } from '../enrollment/tuition-operations.ts'
import { dueJob, type Operation, onEvent, operation } from '../operation.ts'
import { type Posted, partnerEvent, partnerOperations } from '../partner-operations.ts'
import type { School } from '../school.ts'
import { complaintOperations } from './complaint-operations.ts'
import { fileMajor } from './complaint-steps.ts'
import { completeCourse, reminderMs, surveyLink, surveyOperations } from './survey-operations.ts'

const as = 'learningManager'

/** The student missed a lesson: a call on the same day is promised. */
async function promiseCall(school: School) {
  await holdLesson(school, 'absent')
  await school.deliver()
}

const visit = ({ campusId, here: { enrolled } }: School) =>
  ({
    as,
    params: { campusId },
    body: { studentId: enrolled.studentId, channel: 'phone', outcome: 'reached', mood: 'good', note: 'all is well' },
  }) as const

const ofStudent = ({ campusId, here: { enrolled } }: School) => ({ campusId, studentId: enrolled.studentId })

const passedOn = ({ here: { enrolled } }: School): Posted => ({
  type: 'ComplaintFiled',
  data: {
    ...{ householdId: enrolled.householdId, studentId: enrolled.studentId },
    ...{ severity: 'normal', text: 'the lessons are too loud' },
  },
})

export const feedbackOperations: readonly Operation[] = [
  ...complaintOperations,
  ...surveyOperations,
  ...partnerOperations('feedback', passedOn),
  operation(listCommitments, async (school) => {
    await promiseCall(school)
    return { as, params: { campusId: school.campusId } }
  }),
  operation(listStudentCommitments, async (school) => {
    await promiseCall(school)
    return { as, params: ofStudent(school) }
  }),
  operation(recordReturnVisit, async (school) => {
    await promiseCall(school)
    return visit(school)
  }),
  operation(listReturnVisits, async (school) => {
    await school.call(recordReturnVisit, visit(school))
    return { as, params: ofStudent(school) }
  }),
  partnerEvent('feedback', 'take-in-complaint', passedOn),
  onEvent('feedback', 'keep-campus', campusChanges),
  onEvent('feedback', 'send-survey', async (school) => {
    await completeCourse(school)
    return school.told(courseCompleted)
  }),
  onEvent('feedback', 'keep-language', async (school) => {
    const params = { campusId: school.campusId, householdId: school.here.prospect.householdId }
    const body = { language: 'zh-CN' as const, refusedChannels: [], refusedCategories: [] }
    await school.call(setPreferences, { as, params, body })
    return school.told(contactPreferenceChanged)
  }),
  onEvent('feedback', 'promise-call', async (school) => {
    await holdLesson(school, 'absent')
    return school.told(lessonMissed)
  }),
  onEvent('feedback', 'follow-correction', async (school) => {
    await promiseCall(school)
    await school.call(correctAttendance, correction(school, 'attended'))
    return school.told(attendanceCorrected)
  }),
  onEvent('feedback', 'keep-household', async (school) => {
    await enrollProspect(school)
    return school.told(studentEnrolled)
  }),
  dueJob('feedback', 'escalate-complaint', async (school) => {
    await fileMajor(school)
    school.wait(dayMs)
  }),
  dueJob('feedback', 'remind-survey', async (school) => {
    await surveyLink(school)
    school.wait(reminderMs)
  }),
  dueJob('feedback', 'breach-commitment', async (school) => {
    await promiseCall(school)
    school.wait(dayMs)
  }),
]
