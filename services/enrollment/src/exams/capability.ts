import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { examScheduled } from '@tutelage/shared/contracts/enrollment/events.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/exams-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { listRegisteredExams, registerForExam } from './register-for-exam.ts'

/** The exams that students are registered for. */
export const examsCapability: Capability<CampusContext> = {
  name: 'exams',
  rules: ['E4', 'E15'],
  routes: [
    bindRoute(contracts.registerForExam, registerForExam),
    bindRoute(contracts.listRegisteredExams, listRegisteredExams),
  ],
  publishes: [examScheduled],
}
