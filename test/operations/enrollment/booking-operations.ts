import * as booking from '@tutelage/shared/contracts/enrollment/booking-routes.ts'
import * as feed from '@tutelage/shared/contracts/enrollment/calendar-feed-routes.ts'
import { createClassGroup } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { hourMs, instant } from '@tutelage/shared/kernel/instant.ts'
import { classOf, enroll } from '../opening.ts'
import { dueJob, type Operation, operation } from '../operation.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'

const as = 'campusManager'
const hours = [{ from: '08:00', to: '20:00' }]
const openHours = {
  weekly: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours },
  exceptions: [],
}
const days = { from: '2026-03-04', to: '2026-03-04' }
const startsAt = instant('2026-03-04T02:00:00Z')

/** A teacher opens their hours, and a family pays for one-to-one lessons. */
async function oneToOne(school: School) {
  const { campusId, here } = school
  const teacherId = staffIdOf(campusId, 'teacher')
  await school.call(booking.setOpenHours, { as, params: { campusId, teacherId }, body: openHours })
  const body = { ...classOf(campusId, here), kind: 'oneToOne' as const, capacity: 1 }
  const { classGroupId } = await school.call(createClassGroup, { as, params: { campusId }, body })
  const { enrollmentId } = await enroll(school, here.prospect, { classGroupId })
  return { campusId, enrollmentId }
}

async function booked(school: School) {
  const { campusId, enrollmentId } = await oneToOne(school)
  const { lessonId } = await school.call(booking.bookLesson, {
    as,
    params: { campusId, enrollmentId },
    body: { startsAt },
  })
  return { campusId, enrollmentId, lessonId }
}

const tokenOf = (url: string, after: string): string => url.split(`/${after}/`)[1]?.split('/')[0] ?? ''

async function bookingToken(
  school: School,
  params: { readonly campusId: School['campusId']; readonly enrollmentId: string },
) {
  return tokenOf((await school.call(booking.issueBookingLink, { as, params })).url, 'bookings')
}

export const bookingOperations: readonly Operation[] = [
  operation(booking.setOpenHours, ({ campusId }) => ({
    as: 'teacher',
    params: { campusId, teacherId: staffIdOf(campusId, 'teacher') },
    body: openHours,
  })),
  operation(booking.getOpenHours, ({ campusId }) => ({
    as,
    params: { campusId, teacherId: staffIdOf(campusId, 'teacher') },
  })),
  operation(booking.listFreeSlots, async (school) => ({ as, params: await oneToOne(school), query: days })),
  operation(booking.bookLesson, async (school) => ({ as, params: await oneToOne(school), body: { startsAt } })),
  operation(booking.cancelBooking, async (school) => {
    const { campusId, lessonId } = await booked(school)
    return { as, params: { campusId, lessonId } }
  }),
  operation(booking.issueBookingLink, async (school) => ({ as, params: await oneToOne(school) })),
  operation(booking.showBookings, async (school) => {
    const params = await oneToOne(school)
    return { params: { campusId: school.campusId, token: await bookingToken(school, params) }, query: days }
  }),
  operation(booking.bookByLink, async (school) => {
    const params = await oneToOne(school)
    return { params: { campusId: school.campusId, token: await bookingToken(school, params) }, body: { startsAt } }
  }),
  operation(booking.cancelByLink, async (school) => {
    const { campusId, enrollmentId, lessonId } = await booked(school)
    return { params: { campusId, token: await bookingToken(school, { campusId, enrollmentId }), lessonId } }
  }),
  operation(feed.linkStudentCalendar, ({ campusId, here: { enrolled } }) => ({
    as,
    params: { campusId, studentId: enrolled.studentId },
  })),
  operation(feed.linkTeacherCalendar, ({ campusId }) => ({
    as: 'teacher',
    params: { campusId, teacherId: staffIdOf(campusId, 'teacher') },
  })),
  operation(feed.getCalendarFeed, async (school) => {
    const { campusId, here } = school
    const params = { campusId, studentId: here.enrolled.studentId }
    const { url } = await school.call(feed.linkStudentCalendar, { as, params })
    return { params: { campusId, token: tokenOf(url, 'calendar-feeds') } }
  }),
  dueJob('enrollment', 'charge-late-cancellation', async (school) => {
    const { campusId, lessonId } = await booked(school)
    school.wait(Date.parse(startsAt) - Date.parse(school.now) - hourMs)
    await school.call(booking.cancelBooking, { as, params: { campusId, lessonId } })
    school.wait(hourMs)
  }),
]
