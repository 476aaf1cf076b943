import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import {
  attendanceCorrected,
  gradeFell,
  gradeRecorded,
  lessonMissed,
  studentEnrolled,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import {
  complaintFiled,
  complaintReopened,
  complaintResolved,
  lowSatisfactionDetected,
} from '@tutelage/shared/contracts/feedback/events.ts'
import * as routes from '@tutelage/shared/contracts/loyalty/danger-routes.ts'
import { dangerDetected, dangerResolved } from '@tutelage/shared/contracts/loyalty/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { dangerRules } from './danger-policy.ts'
import { getDanger, listDangers } from './list-dangers.ts'
import {
  clearComplaint,
  correctAbsence,
  noteAbsence,
  noteComplaint,
  noteFallenGrade,
  noteLowSatisfaction,
  noteReopenedComplaint,
  watchStudent,
  withdrawFallenGrade,
} from './note-signals.ts'
import { assignDanger, resolveDanger } from './resolve-danger.ts'

/** Danger: which families may leave, why, and whose task that is. */
export const dangerCapability: Capability<CampusContext> = {
  name: 'danger',
  rules: ['Y14', 'F5'],
  routes: [
    bindRoute(routes.listDangers, listDangers),
    bindRoute(routes.getDanger, getDanger),
    bindRoute(routes.assignDanger, assignDanger),
    bindRoute(routes.resolveDanger, resolveDanger),
    ...dangerRules.routes,
  ],
  subscriptions: [
    on(studentEnrolled, 'watch-student', watchStudent),
    on(lessonMissed, 'note-absence', noteAbsence),
    on(attendanceCorrected, 'correct-absence', correctAbsence),
    on(gradeFell, 'note-fallen-grade', noteFallenGrade),
    on(gradeRecorded, 'withdraw-fallen-grade', withdrawFallenGrade),
    on(lowSatisfactionDetected, 'note-low-satisfaction', noteLowSatisfaction),
    on(complaintFiled, 'note-complaint', noteComplaint),
    on(complaintReopened, 'note-reopened-complaint', noteReopenedComplaint),
    on(complaintResolved, 'clear-complaint', clearComplaint),
  ],
  publishes: [dangerDetected, dangerResolved, messageRequested],
}
