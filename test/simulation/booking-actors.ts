import * as booking from '@tutelage/shared/contracts/enrollment/booking-routes.ts'
import * as feed from '@tutelage/shared/contracts/enrollment/calendar-feed-routes.ts'
import { addMs, dayMs } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { type Actor, anyEnrolled, anyOf, type OpenClass, type Scene, type Seat } from './cast.ts'
import { tokenAfter } from './link.ts'
import { joinAndPay } from './tuition-actors.ts'

const as = 'frontDesk'

const days = ({ cloud }: Scene) => ({
  from: localDateOf(cloud.clock.now(), 'Asia/Shanghai'),
  to: localDateOf(addMs(cloud.clock.now(), dayMs), 'Asia/Shanghai'),
})

/** The desk books a lesson for a family, or calls it off. */
async function atTheDesk(scene: Scene, group: OpenClass, { enrollmentId }: Seat): Promise<void> {
  const { client, cast, chance } = scene
  const params = { campusId: cast.campusId, enrollmentId }
  const shown = await client.call(booking.listFreeSlots, { as, params, query: days(scene) })
  const [lesson, slot] = [shown?.lessons[0], shown?.freeSlots[0]]
  if (lesson && chance.happens(0.4)) {
    await client.call(booking.cancelBooking, { as, params: { campusId: cast.campusId, lessonId: lesson.lessonId } })
    return
  }
  if (!slot) return
  const booked = await client.call(booking.bookLesson, { as, params, body: { startsAt: slot.startsAt } })
  if (booked) group.lessons.push({ lessonId: booked.lessonId, startsAt: booked.startsAt })
}

/** The family does so itself. */
async function byLink(scene: Scene, group: OpenClass, { enrollmentId }: Seat): Promise<void> {
  const { client, cast, chance } = scene
  const { campusId } = cast
  const link = await client.call(booking.issueBookingLink, { as, params: { campusId, enrollmentId } })
  const token = tokenAfter('bookings', link?.url)
  if (!token) return
  const shown = await client.call(booking.showBookings, { params: { campusId, token }, query: days(scene) })
  const [lesson, slot] = [shown?.lessons[0], shown?.freeSlots[0]]
  if (lesson && chance.happens(0.5)) {
    await client.call(booking.cancelByLink, { params: { campusId, token, lessonId: lesson.lessonId } })
    return
  }
  if (!slot) return
  const body = { startsAt: slot.startsAt }
  const booked = await client.call(booking.bookByLink, { params: { campusId, token }, body })
  if (booked) group.lessons.push({ lessonId: booked.lessonId, startsAt: booked.startsAt })
}

/** A family books lessons of its own, or cancels one, in time or late. */
export const bookLessons: Actor = async (scene) => {
  const { cast, chance } = scene
  const group = cast.classes.find(({ kind }) => kind === 'oneToOne')
  if (!group) return
  const seat = cast.seats.find(({ classGroupId }) => classGroupId === group.classGroupId)
  if (!seat) return joinAndPay(scene, anyEnrolled(scene), group, 800)
  for (let step = 0; step < 2; step += 1) await (chance.happens(0.5) ? atTheDesk : byLink)(scene, group, seat)
}

/** A calendar of a student or a teacher is looked into. */
export const openCalendar: Actor = async (scene) => {
  const { client, cast, chance } = scene
  const { campusId } = cast
  const [family, group] = [anyEnrolled(scene), anyOf(chance, cast.classes)]
  if (!family || !group) return
  const { teacherId } = group
  const link = chance.happens(0.5)
    ? await client.call(feed.linkStudentCalendar, { as, params: { campusId, studentId: family.studentId } })
    : await client.call(feed.linkTeacherCalendar, {
        as: { role: 'teacher', id: teacherId },
        params: { campusId, teacherId },
      })
  const token = tokenAfter('calendar-feeds', link?.url)
  if (token) await client.call(feed.getCalendarFeed, { params: { campusId, token } })
}
