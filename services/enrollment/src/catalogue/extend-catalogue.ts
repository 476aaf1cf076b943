import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import type { createRoom as roomContract } from '@tutelage/shared/contracts/enrollment/rooms-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import * as store from './catalogue-store.ts'
import { checkSeats } from './class-group.ts'
import type { ListPrice } from './list-price.ts'
import { addRoom, checkRoom } from './room-store.ts'

/** Adds a course, or refuses `unknownCourse` for a successor that is none. Rule: E1. */
export async function createCourse({ body }: RequestOf<typeof contracts.createCourse>, context: CampusContext) {
  const { successorCourseId } = body
  if (successorCourseId && !(await store.findCourse(context, successorCourseId))) {
    return refuse('unknownCourse', { courseId: successorCourseId })
  }
  const course = { courseId: context.ids.next('course'), ...body }
  return accept(await context.commit({ writes: [store.writeCourse(context, course, 0)], answer: course }))
}

/** Adds a term. Rule: E1. */
export async function createTerm({ body }: RequestOf<typeof contracts.createTerm>, context: CampusContext) {
  const term = { termId: context.ids.next('term'), ...body }
  return accept(await context.commit({ writes: [store.addTerm(context, term)], answer: term }))
}

/** Whether a price from a day on would change what a day that is over cost: quotes and used lessons were reckoned by it. */
async function isBackdated(context: CampusContext, { courseId, effectiveFrom }: ListPrice, today: LocalDate) {
  if (effectiveFrom >= today) return false
  return (await store.loadListPrices(context, courseId)).some((one) => one.effectiveFrom < effectiveFrom)
}

/**
 * Sets what a course costs from a day on, or refuses `alreadyPriced` when that day has its price, `effectiveInThePast` when it is over
 * and had another: what was quoted and charged by it stays true.
 * @throws NotFound of the course
 * Rule: E1, E4.
 */
export async function addListPrice({ params, body }: RequestOf<typeof contracts.addListPrice>, context: CampusContext) {
  if (!(await store.findCourse(context, params.courseId))) throw new NotFound('course')
  const { currency, timeZone } = await loadCampus(context)
  const price = { courseId: params.courseId, currency, ...body }
  const { effectiveFrom } = price
  if (await store.findListPrice(context, price)) return refuse('alreadyPriced', { effectiveFrom })
  const today = localDateOf(context.now, timeZone)
  if (await isBackdated(context, price, today)) return refuse('effectiveInThePast', { effectiveFrom, today })
  return accept(await context.commit({ writes: [store.addPrice(context, price)], answer: price }))
}

/** Adds a room. Rule: E1. */
export async function createRoom({ body }: RequestOf<typeof roomContract>, context: CampusContext) {
  const room = { roomId: context.ids.next('room'), ...body }
  return accept(await context.commit({ writes: [addRoom(context, room)], answer: room }))
}

/** Opens a class group, or refuses `unknownCourse`, `unknownTerm`, and as `checkSeats` and `checkRoom`. Rule: E1. */
export async function createClassGroup({ body }: RequestOf<typeof contracts.createClassGroup>, context: CampusContext) {
  const [course, term] = await Promise.all([
    store.findCourse(context, body.courseId),
    store.findTerm(context, body.termId),
  ])
  if (!course) return refuse('unknownCourse', { courseId: body.courseId })
  if (!term) return refuse('unknownTerm', { termId: body.termId })
  const seats = checkSeats(body, body.capacity)
  if (!seats.ok) return seats
  const room = await checkRoom(context, body.roomId, body.capacity)
  if (!room.ok) return room
  const classGroup = { classGroupId: context.ids.next('classGroup'), ...body, seatsTaken: 0, seatsLeft: body.capacity }
  return accept(await context.commit({ writes: store.addClassGroup(context, classGroup, term), answer: classGroup }))
}
