import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import {
  courseCompleted,
  enrollmentLapsed,
  enrollmentTerminated,
  studentEnrolled,
  tuitionPaid,
  tuitionRefunded,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import * as events from '@tutelage/shared/contracts/enrollment/year-plan-events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { classesToEndJob } from './classes-to-end-store.ts'
import { completePlannedCourse } from './complete-year-plan.ts'
import { countCompletedStudent, countLapsedStudent } from './count-who-left.ts'
import { endRestOfClasses } from './end-plan-classes.ts'
import { instalmentJob } from './plan-reminder-store.ts'
import { remindInstalment } from './remind-instalment.ts'
import { routes } from './routes.ts'
import { settleYearPlan } from './settle-year-plan.ts'
import { yearPlanJob } from './year-plan-store.ts'

/** One to six years, priced by time: deposit, prepaid tuition, used lessons, the end of it, and who is on a plan. */
export const yearPlansCapability: Capability<CampusContext> = {
  name: 'year-plans',
  rules: ['E5', 'E8', 'E11', 'E14'],
  routes,
  subscriptions: [
    on(courseCompleted, 'complete-planned-course', completePlannedCourse),
    on(courseCompleted, 'count-completed-student', countCompletedStudent),
    on(enrollmentLapsed, 'count-lapsed-student', countLapsedStudent),
  ],
  jobs: [
    { kind: 'due', name: yearPlanJob, run: settleYearPlan },
    { kind: 'due', name: instalmentJob, run: remindInstalment },
    { kind: 'due', name: classesToEndJob, run: endRestOfClasses },
  ],
  publishes: [
    events.yearPlanSigned,
    events.depositHeld,
    events.depositRefunded,
    events.depositForfeited,
    events.honoraryStudentNamed,
    ...[enrollmentTerminated, studentEnrolled, tuitionPaid, tuitionRefunded, messageRequested],
  ],
}
