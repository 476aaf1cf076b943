import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/calendar-feed-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { getCalendarFeed } from './get-calendar-feed.ts'
import { linkStudentCalendar, linkTeacherCalendar } from './link-calendar.ts'

/** Lessons in the calendars of families and teachers, by a link. */
export const calendarFeedCapability: Capability<CampusContext> = {
  name: 'calendarFeed',
  rules: ['E2'],
  routes: [
    bindRoute(contracts.linkStudentCalendar, linkStudentCalendar),
    bindRoute(contracts.linkTeacherCalendar, linkTeacherCalendar),
    bindRoute(contracts.getCalendarFeed, getCalendarFeed),
  ],
}
