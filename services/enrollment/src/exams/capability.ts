import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { examScheduled, gradeFell, gradeRecorded } from '@tutelage/shared/contracts/enrollment/events.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/exams-routes.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { moveJob } from './exam-store.ts'
import { changeExam, getExam, listExams, scheduleExam } from './keep-exams.ts'
import { recordScore } from './record-score.ts'
import { listRegisteredExams, registerForExam } from './register-for-exam.ts'
import { listRegistrations, moveRegistrations, registerStudent } from './register-student.ts'

/** The campus's calendar of exams, who is registered for which, and their scores. */
export const examsCapability: Capability<CampusContext> = {
  name: 'exams',
  rules: ['E4', 'E15'],
  routes: [
    bindRoute(contracts.scheduleExam, scheduleExam),
    bindRoute(contracts.listExams, listExams),
    bindRoute(contracts.getExam, getExam),
    bindRoute(contracts.changeExam, changeExam),
    bindRoute(contracts.registerStudent, registerStudent),
    bindRoute(contracts.listRegistrations, listRegistrations),
    bindRoute(contracts.recordScore, recordScore),
    bindRoute(contracts.registerForExam, registerForExam),
    bindRoute(contracts.listRegisteredExams, listRegisteredExams),
  ],
  jobs: [{ kind: 'due', name: moveJob, run: moveRegistrations }],
  publishes: [examScheduled, gradeRecorded, gradeFell, messageRequested],
}
