import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/booking-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import { type Id, isId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, dayMs } from '@tutelage/shared/kernel/instant.ts'
import { issueLink, type LinkRefusal, readLink } from '@tutelage/shared/links/signed-link.ts'
import { loadLesson } from '../timetable/lesson-store.ts'
import { book, bookings } from './book-lesson.ts'
import { oneToOneOf } from './bookable.ts'
import { cancelForFamily } from './cancel-booking.ts'

const purpose = 'booking'
const linkLifeMs = 180 * dayMs

/** A link by which a family books itself; refuses as `oneToOneOf`. @throws NotFound of the enrollment. Rule: E2. */
export async function issueBookingLink(
  { params }: RequestOf<typeof contracts.issueBookingLink>,
  context: CampusContext,
) {
  const oneToOne = await oneToOneOf(context, params.enrollmentId)
  if (!oneToOne.ok) return oneToOne
  const expiresAt = addMs(context.now, linkLifeMs)
  const token = await issueLink(context, { purpose, subject: params.enrollmentId, expiresAt })
  const url = `${context.publicUrl}/enrollment/campuses/${context.campus.campusId}/bookings/${token}`
  return accept(await context.commit({ writes: [], answer: { url, expiresAt } }))
}

/** The enrollment that a token opens; refuses `invalidLink`, `linkExpired`. */
async function enrollmentOf(context: CampusContext, token: string): Promise<Decision<Id<'enrollment'>, LinkRefusal>> {
  const link = await readLink(context, purpose, token)
  if (!link.ok) return link
  const { subject } = link.value
  return isId('enrollment', subject) ? accept(subject) : refuse('invalidLink')
}

/** For the family: what may be booked, and what is. Rule: E2. */
export async function showBookings(
  { params, query }: RequestOf<typeof contracts.showBookings>,
  context: CampusContext,
) {
  const enrollmentId = await enrollmentOf(context, params.token)
  return enrollmentId.ok ? bookings(context, enrollmentId.value, query) : enrollmentId
}

/** The family books a lesson (see `book`). Rule: E2. */
export async function bookByLink({ params, body }: RequestOf<typeof contracts.bookByLink>, context: CampusContext) {
  const enrollmentId = await enrollmentOf(context, params.token)
  return enrollmentId.ok ? book(context, enrollmentId.value, body.startsAt) : enrollmentId
}

/**
 * The family cancels one of its lessons (see `cancelForFamily`); refuses `invalidLink` for another's, and as `oneToOneOf` once the
 * seat is another family's.
 * Rule: E2.
 */
export async function cancelByLink({ params }: RequestOf<typeof contracts.cancelByLink>, context: CampusContext) {
  const enrollmentId = await enrollmentOf(context, params.token)
  if (!enrollmentId.ok) return enrollmentId
  const oneToOne = await oneToOneOf(context, enrollmentId.value)
  if (!oneToOne.ok) return oneToOne
  const { classGroupId } = oneToOne.value.enrollment
  const lesson = await loadLesson(context, params.lessonId)
  return lesson.value.classGroupId === classGroupId ? cancelForFamily(context, params.lessonId) : refuse('invalidLink')
}
