import { markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import { configureCampus, getCampus } from '@tutelage/shared/contracts/leads/campus-routes.ts'
import { campusConfigured, leadCaptured, leadMerged } from '@tutelage/shared/contracts/leads/events.ts'
import { mergeLeads } from '@tutelage/shared/contracts/leads/merge-routes.ts'
import { hourMs } from '@tutelage/shared/kernel/instant.ts'
import { callIn } from '../opening.ts'
import { dueJob, type Operation, onEvent } from '../operation.ts'
import { type Posted, partnerEvent, partnerOperations } from '../partner-operations.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'
import { activitiesOperations } from './activities-operations.ts'
import { attendanceOperations } from './attendance-operations.ts'
import { bookingOperations } from './booking-operations.ts'
import { catalogueOperations } from './catalogue-operations.ts'
import { eliteOperations } from './elite-operations.ts'
import { enrollingOperations } from './enrolling-operations.ts'
import { examsOperations } from './exams-operations.ts'
import { importOperations } from './import-operations.ts'
import { libraryOperations } from './library-operations.ts'
import { makeUpOperations } from './make-up-operations.ts'
import { planningOperations } from './planning-operations.ts'
import { progressReportsOperations } from './progress-reports-operations.ts'
import { renewalOperations } from './renewal-operations.ts'
import { selfAssessmentOperations } from './self-assessment-operations.ts'
import { teacherPayOperations } from './teacher-pay-operations.ts'
import { timetableOperations } from './timetable-operations.ts'
import { transferOperations } from './transfer-operations.ts'
import { enrollProspect, tuitionOperations } from './tuition-operations.ts'
import { yearPlansOperations } from './year-plans-operations.ts'

/** A gateway got the money for the prospect's seat. */
async function payment(school: School): Promise<Posted> {
  const { enrollmentId, priceMinor, currency } = await enrollProspect(school)
  const money = { amountMinor: priceMinor, currency, reference: 'gateway-1', paidAt: school.now }
  return { type: 'PaymentReceived', data: { enrollmentId, ...money } }
}

/** A card reader saw the student in the first lesson, whose teacher was marked before: the pay follows. */
async function checkIn(school: School): Promise<Posted> {
  school.wait(2 * hourMs)
  const { campusId, here } = school
  const { lessonIds, enrolled } = here
  const teacher = { staffId: staffIdOf(campusId, 'teacher'), status: 'attended' as const }
  const params = { campusId, lessonId: lessonIds[0] }
  await school.call(markAttendance, { as: 'teacher', params, body: { marks: [], takeCheckIns: true, teacher } })
  return { type: 'LessonAttended', data: { lessonId: lessonIds[0], studentId: enrolled.studentId, status: 'attended' } }
}

/** A card reader saw the student come in for the first lesson. */
function comesIn(school: School): Posted {
  school.wait(2 * hourMs)
  return { type: 'StudentCheckedIn', data: { studentId: school.here.enrolled.studentId, checkedInAt: school.now } }
}

/** The principal changes the hotline; every service is told. */
export async function campusChanges(school: School): Promise<string> {
  const call = { as: 'principal', params: { campusId: school.campusId } } as const
  const { campus, version } = await school.call(getCampus, call)
  const { campusId: _, ...settings } = campus
  await school.call(configureCampus, { ...call, body: { ...settings, hotline: '+86 21 5555 0199' }, ifMatch: version })
  return school.told(campusConfigured)
}

/** Somebody called in twice; both leads are one. */
async function mergedTwins(school: School): Promise<void> {
  const { campusId, here } = school
  const again = await callIn(school, 'again', '+8613912345699')
  await school.deliver()
  const params = { campusId, leadId: here.prospect.leadId }
  await school.call(mergeLeads, { as: 'consultant', params, body: { mergedLeadId: again.leadId } })
}

export const enrollmentOperations: readonly Operation[] = [
  ...catalogueOperations,
  ...timetableOperations,
  ...planningOperations,
  ...bookingOperations,
  ...tuitionOperations,
  ...yearPlansOperations,
  ...enrollingOperations,
  ...attendanceOperations,
  ...teacherPayOperations,
  ...makeUpOperations,
  ...eliteOperations,
  ...examsOperations,
  ...progressReportsOperations,
  ...selfAssessmentOperations,
  ...libraryOperations,
  ...activitiesOperations,
  ...importOperations,
  ...transferOperations,
  ...renewalOperations,
  ...partnerOperations('enrollment', payment),
  partnerEvent('enrollment', 'take-gateway-payment', payment),
  partnerEvent('enrollment', 'take-partner-mark', checkIn),
  partnerEvent('enrollment', 'take-check-in', comesIn),
  onEvent('enrollment', 'keep-campus', campusChanges),
  onEvent('enrollment', 'keep-student', async (school) => {
    await callIn(school, 'another', '+8613912345699')
    return school.told(leadCaptured)
  }),
  onEvent('enrollment', 'merge-students', async (school) => {
    await mergedTwins(school)
    return school.told(leadMerged)
  }),
  dueJob('enrollment', 'move-student-records', async (school) => {
    await mergedTwins(school)
    await school.deliver()
  }),
]
