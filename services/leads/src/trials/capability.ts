import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { trialAttended, trialBooked } from '@tutelage/shared/contracts/leads/events.ts'
import * as routes from '@tutelage/shared/contracts/leads/trials-routes.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { bookTrial } from './book-trial.ts'
import { markTrialAttendance } from './mark-trial-attendance.ts'
import { listTrialBookings, listTrialLessons, scheduleTrialLesson } from './schedule-trial-lesson.ts'

/** Trial lessons: seats, bookings, who came. */
export const trialsCapability: Capability<CampusContext> = {
  name: 'trials',
  rules: ['L8'],
  routes: [
    bindRoute(routes.scheduleTrialLesson, scheduleTrialLesson),
    bindRoute(routes.listTrialLessons, listTrialLessons),
    bindRoute(routes.listTrialBookings, listTrialBookings),
    bindRoute(routes.bookTrial, bookTrial),
    bindRoute(routes.markTrialAttendance, markTrialAttendance),
  ],
  publishes: [trialBooked, trialAttended, messageRequested],
}
