import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import {
  attendanceCorrected,
  courseCompleted,
  lessonAttended,
  lessonHoursDeducted,
  lessonMissed,
  makeUpCreditGranted,
  makeUpCreditUsed,
  teacherPayAccrued,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { postRestOfSheet } from './post-rest-of-sheet.ts'
import { restJob } from './rest-of-sheet-store.ts'
import { routes } from './routes.ts'

/** Students and teachers in every lesson, and what follows from it: hours, pay, the end of the course. */
export const attendanceCapability: Capability<CampusContext> = {
  name: 'attendance',
  rules: ['E6', 'E7'],
  routes,
  jobs: [{ kind: 'due', name: restJob, run: postRestOfSheet }],
  publishes: [
    lessonAttended,
    lessonMissed,
    attendanceCorrected,
    lessonHoursDeducted,
    courseCompleted,
    teacherPayAccrued,
    makeUpCreditGranted,
    makeUpCreditUsed,
  ],
}
