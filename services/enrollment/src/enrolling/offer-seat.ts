import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, type Decision } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { addMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { countServed, freeSeat, loadClassGroup } from '../catalogue/catalogue-store.ts'
import { waitingListPolicy } from './policy.ts'
import { inOrder, type Waiting } from './waiting-list.ts'
import { findWaitingAt, loadWaiting, removeWaiting, writeWaiting } from './waiting-list-store.ts'

/** What becomes of a seat, for one commit with what else its cause does. */
interface SeatPassed {
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}

/** Keeps a seat for a family, and tells it so. */
async function offerTo(context: CampusContext, { value: waiting, version }: Stored<Waiting>): Promise<SeatPassed> {
  const [{ title }, { offerHours }] = await Promise.all([
    loadClassGroup(context, waiting.classGroupId),
    waitingListPolicy.load(context),
  ])
  const expiresAt = addMs(context.now, offerHours * hourMs)
  const offered: Waiting = { ...waiting, state: { status: 'offered', offeredAt: context.now, expiresAt } }
  const message = requestMessage(context, {
    occasion: `seatOffered:${waiting.classGroupId}:${waiting.studentId}:${context.now}`,
    category: 'service',
    template: 'seatOffered',
    recipient: { studentId: waiting.studentId },
    params: { 'title.zh-CN': title['zh-CN'], 'title.en': title.en, expiresAt },
    notAfter: expiresAt,
  })
  return {
    writes: [writeWaiting(context, offered, version), countServed(context, waiting.classGroupId)],
    events: [message],
  }
}

/**
 * What becomes of a seat that somebody gives up: it is kept for the first who waits, or free for anybody. A family that joins the
 * list meanwhile makes the commit fail, so that no seat is free while somebody waits.
 * Rule: E3.
 */
export async function passSeatOn(context: CampusContext, classGroupId: Id<'classGroup'>): Promise<SeatPassed> {
  const list = await loadWaiting(context, classGroupId)
  const [next] = inOrder(list.map(({ value }) => value).filter(({ state }) => state.status === 'waiting'))
  const stored = list.find(({ value }) => value.studentId === next?.studentId)
  return stored ? offerTo(context, stored) : { writes: [freeSeat(context, classGroupId)], events: [] }
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
