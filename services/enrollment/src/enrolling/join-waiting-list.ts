import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/waiting-list-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { countServed, countWaiting, loadClassGroup } from '../catalogue/catalogue-store.ts'
import { loadStudent } from '../students/student-store.ts'
import { enroll } from './enroll-student.ts'
import { findSeat } from './enrollment-store.ts'
import { endOffer } from './offer-seat.ts'
import { waitingListPolicy } from './policy.ts'
import { isKeptFor, type Waiting, withPositions } from './waiting-list.ts'
import { findWaiting, loadWaiting, removeWaiting, writeWaiting } from './waiting-list-store.ts'

/** A family on the list as it is shown. */
const viewOf = ({ householdId: _, ...waiting }: Waiting & { readonly position?: number }) => ({
  ...waiting,
  state: { ...waiting.state },
})

/**
 * Puts a student at the end of the waiting list of a full class.
 * @returns their place, or refuses `admittedByScore` for an elite class, `seatFree`, `alreadyEnrolled`, `alreadyWaiting`, `waitingListFull`
 * @throws NotFound of the class group or student
 * Rule: E3.
 */
export async function joinWaitingList(
  { params, body }: RequestOf<typeof contracts.joinWaitingList>,
  context: CampusContext,
) {
  const { classGroupId } = params
  const { studentId, householdId } = await loadStudent(context, body.studentId)
  const classGroup = await loadClassGroup(context, classGroupId)
  if (classGroup.kind === 'elite') return refuse('admittedByScore', { kind: classGroup.kind })
  const seat = await findSeat(context, classGroupId, studentId)
  if (seat) return refuse('alreadyEnrolled', { enrollmentId: seat.value.enrollmentId })
  const list = (await loadWaiting(context, classGroupId)).map(({ value }) => value)
  if (list.some((each) => each.studentId === studentId)) return refuse('alreadyWaiting', { studentId })
  if (classGroup.seatsTaken < classGroup.capacity) return refuse('seatFree', { seatsTaken: classGroup.seatsTaken })
  const { mostWaiting } = await waitingListPolicy.load(context)
  if (list.length >= mostWaiting) return refuse('waitingListFull', { mostWaiting })
  const waiting: Waiting = { classGroupId, studentId, householdId, joinedAt: context.now, state: { status: 'waiting' } }
  const [placed = waiting] = withPositions([...list, waiting]).filter((each) => each.studentId === studentId)
  return accept(
    await context.commit({
      writes: [writeWaiting(context, waiting, 0), countWaiting(context, classGroup)],
      answer: viewOf(placed),
    }),
  )
}

/** Who waits for a seat in a class, in order. @throws NotFound of the class group */
export async function listWaiting({ params }: RequestOf<typeof contracts.listWaiting>, context: CampusContext) {
  await loadClassGroup(context, params.classGroupId)
  const list = await loadWaiting(context, params.classGroupId)
  return accept({ items: withPositions(list.map(({ value }) => value)).map(viewOf) })
}

/**
 * Takes a family off the list; the seat that it was offered goes to the next.
 * @returns refuses `notWaiting`
 * Rule: E3.
 */
export async function withdrawFromWaitingList(
  { params }: RequestOf<typeof contracts.withdrawFromWaitingList>,
  context: CampusContext,
) {
  const { classGroupId, studentId } = params
  const stored = await findWaiting(context, classGroupId, studentId)
  if (!stored) return refuse('notWaiting', { studentId })
  const ending =
    stored.value.state.status === 'offered'
      ? await endOffer(context, stored)
      : { writes: [removeWaiting(context, stored), countServed(context, classGroupId)], events: [] }
  return accept(await context.commit({ ...ending, answer: { studentId } }))
}

/**
 * Enrolls a student in the seat that was kept for them (see `enrollStudent`).
 * @returns the enrollment, or refuses `notWaiting`, `notOffered`, `offerExpired`, and as `enrollStudent`
 * @throws NotFound of the class group or student
 * Rule: E3.
 */
export async function acceptOfferedSeat(
  { params, body }: RequestOf<typeof contracts.acceptOfferedSeat>,
  context: CampusContext,
) {
  const { classGroupId, studentId } = params
  const offer = await findWaiting(context, classGroupId, studentId)
  if (!offer) return refuse('notWaiting', { studentId })
  const { state } = offer.value
  if (state.status !== 'offered') return refuse('notOffered', { studentId })
  if (!isKeptFor(offer.value, context.now)) return refuse('offerExpired', { expiresAt: state.expiresAt })
  return enroll(context, { ...body, classGroupId, studentId })
}
