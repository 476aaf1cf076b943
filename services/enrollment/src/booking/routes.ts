import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/booking-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { bookLesson, listFreeSlots } from './book-lesson.ts'
import { bookByLink, cancelByLink, issueBookingLink, showBookings } from './booking-link.ts'
import { cancelBooking } from './cancel-booking.ts'
import { getOpenHours, setOpenHours } from './keep-open-hours.ts'
import { bookingPolicy } from './policy.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.getOpenHours, getOpenHours),
  bindRoute(contracts.setOpenHours, setOpenHours),
  bindRoute(contracts.listFreeSlots, listFreeSlots),
  bindRoute(contracts.bookLesson, bookLesson),
  bindRoute(contracts.cancelBooking, cancelBooking),
  bindRoute(contracts.issueBookingLink, issueBookingLink),
  bindRoute(contracts.showBookings, showBookings),
  bindRoute(contracts.bookByLink, bookByLink),
  bindRoute(contracts.cancelByLink, cancelByLink),
  ...bookingPolicy.routes,
]
