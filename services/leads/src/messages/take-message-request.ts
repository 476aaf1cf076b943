import { type DomainEvent, happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { messageSent, messageSuppressed } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { assertNever } from '@tutelage/shared/kernel/assert-never.ts'
import { accept, type Decision } from '@tutelage/shared/kernel/decision.ts'
import { loadCircumstances } from './addressee.ts'
import { type Delivery, decideDelivery, type MessageRequest, type MessageState } from './message.ts'
import { type Message, messageKey, readMessage, writeMessage, writeRepeat } from './message-store.ts'

/** The state that a decision puts a message into before anything is sent. */
export function stateOf(delivery: Delivery, now: CampusContext['now']): MessageState {
  switch (delivery.kind) {
    case 'send':
      return { status: 'waiting', dueAt: now, attempts: 0 }
    case 'wait':
      return { status: 'waiting', dueAt: delivery.until, attempts: 0 }
    case 'handOver':
      return { status: 'handedOver', at: now }
    case 'suppress':
      return { status: 'suppressed', reason: delivery.reason, at: now }
    default:
      return assertNever(delivery)
  }
}

/** The event that tells how a message ended; none while it waits. */
export function endingOf({ campus }: CampusContext, message: Message, version: number): NewEvent[] {
  const { messageId, occasion, category, channel, template, recipient, state } = message
  const occurrence = { campusId: campus.campusId, aggregateId: messageId, aggregateVersion: version }
  const told = { messageId, occasion, category, channel, template, recipient }
  if (state.status === 'sent') return [happened(messageSent, occurrence, told)]
  if (state.status === 'suppressed') return [happened(messageSuppressed, occurrence, { ...told, reason: state.reason })]
  return []
}

/**
 * Takes a request for a message in: it waits for its moment, or is held back with the reason. A second request for the
 * same occasion is recorded and not sent.
 * Rule: Contact preference, L12.
 */
export async function takeMessageRequest(
  { data, meta }: DomainEvent<MessageRequest>,
  context: CampusContext,
): Promise<Decision<null>> {
  const circumstances = await loadCircumstances(context, data)
  const householdId = circumstances.addressee?.householdId
  const base = { ...data, householdId, requestedAt: meta.occurredAt, correlationId: context.correlationId }
  const earlier = await readMessage(context, messageKey(context.campus, data.occasion))
  if (earlier?.value.messageId === data.messageId) return accept(null)
  if (earlier) {
    const repeat: Message = { ...base, state: { status: 'suppressed', reason: 'alreadySent', at: context.now } }
    const writes = [writeRepeat(context.campus, repeat)]
    return accept(await context.commit({ writes, events: endingOf(context, repeat, 1), answer: null }))
  }
  const message: Message = { ...base, state: stateOf(decideDelivery(data, circumstances), context.now) }
  const writes = [writeMessage(context.campus, message, 0)]
  return accept(await context.commit({ writes, events: endingOf(context, message, 1), answer: null }))
}
