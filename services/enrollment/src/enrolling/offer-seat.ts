import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, type Decision } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { addMs, hourMs, type Instant } from '@tutelage/shared/kernel/instant.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { countServed, freeSeat, loadClassGroup } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { admitNext } from '../elite/run-admission.ts'
import { isOver } from '../timetable/class-over.ts'
import { waitingListPolicy } from './policy.ts'
import { inOrder, type Waiting } from './waiting-list.ts'
import { findWaitingAt, loadWaiting, removeWaiting, writeWaiting } from './waiting-list-store.ts'

/** What becomes of a seat, for one commit with what else its cause does. */
interface SeatPassed {
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}

/** Tells a family that a seat is kept for it. */
const told = (
  context: CampusContext,
  { classGroupId, title }: ClassGroup,
  { studentId, expiresAt }: Pick<Waiting, 'studentId'> & { readonly expiresAt: Instant },
): NewEvent =>
  requestMessage(context, {
    occasion: `seatOffered:${classGroupId}:${studentId}:${context.now}`,
    category: 'service',
    template: 'seatOffered',
    recipient: { studentId },
    params: { 'title.zh-CN': title['zh-CN'], 'title.en': title.en, expiresAt },
    notAfter: expiresAt,
  })

/** What offering seats does, beside counting them at the class. */
interface SeatsOffered extends SeatPassed {
  /** How many are kept now: they count as taken, and as many families less wait. */
  readonly kept: number
  /** No lesson is to come: whoever waits, waits for nothing. */
  readonly isOver?: true
}

/**
 * Keeps seats that nobody sits on for those who wait, in their order, and tells them so; those of an elite class for the next by
 * rank (see `admitNext`), where they are not counted as taken. Nobody is offered a seat in a class that is over.
 * @param classGroup as the same commit leaves it, with these seats free
 * @param seats that may be offered; all that a list may hold fit into one transaction
 * Rule: E3, E12.
 */
export async function offerSeats(
  context: CampusContext,
  classGroup: ClassGroup,
  seats = classGroup.seatsLeft,
): Promise<SeatsOffered> {
  const isElite = classGroup.kind === 'elite'
  if (!isElite && !classGroup.waiting) return { kept: 0, writes: [], events: [] }
  if (await isOver(context, classGroup)) return { kept: 0, writes: [], events: [], isOver: true }
  if (isElite) return { kept: 0, ...(await admitNext(context, classGroup)) }
  const list = (await loadWaiting(context, classGroup.classGroupId)).map(({ value, version }) => ({
    ...value,
    version,
  }))
  const next = inOrder(list.filter(({ state }) => state.status === 'waiting')).slice(0, seats)
  const { offerHours } = await waitingListPolicy.load(context)
  const expiresAt = addMs(context.now, offerHours * hourMs)
  const state = { status: 'offered' as const, offeredAt: context.now, expiresAt }
  return {
    kept: next.length,
    writes: next.map(({ version, ...waiting }) => writeWaiting(context, { ...waiting, state }, version)),
    events: next.map(({ studentId }) => told(context, classGroup, { studentId, expiresAt })),
  }
}

/**
 * What becomes of a seat that somebody gives up: it is kept for the first who waits, or free for anybody. A family that joins the
 * list meanwhile makes the commit fail, so that no seat is free while somebody waits for lessons to come.
 * Rule: E3, E12.
 */
export async function passSeatOn(context: CampusContext, classGroupId: Id<'classGroup'>): Promise<SeatPassed> {
  const { seatsLeft, ...classGroup } = await loadClassGroup(context, classGroupId)
  const offered = await offerSeats(context, { ...classGroup, seatsLeft: seatsLeft + 1 }, 1)
  const { kept, writes, events } = offered
  const seat = kept > 0 ? countServed(context, classGroupId) : freeSeat(context, classGroupId, offered)
  return { writes: [...writes, seat], events }
}

/** What the end of an offer does: the family is off the list, and the seat goes on to the next. */
export async function endOffer(context: CampusContext, stored: Stored<Waiting>): Promise<SeatPassed> {
  const passed = await passSeatOn(context, stored.value.classGroupId)
  return { writes: [removeWaiting(context, stored), ...passed.writes], events: passed.events }
}

/** Passes on a seat that was not accepted in time. Rule: E3. */
export async function expireOffer(
  key: { readonly pk: string; readonly sk: string },
  context: CampusContext,
): Promise<Decision<unknown>> {
  const stored = await findWaitingAt(context, key)
  const state = stored?.value.state
  if (!stored || state?.status !== 'offered' || state.expiresAt > context.now) return accept(null)
  return accept(await context.commit({ ...(await endOffer(context, stored)), answer: null }))
}
