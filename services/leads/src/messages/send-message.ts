import type { MailOutcome } from '@tutelage/shared/contracts/mail.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { assertNever } from '@tutelage/shared/kernel/assert-never.ts'
import { accept, type Decision } from '@tutelage/shared/kernel/decision.ts'
import { addMs } from '@tutelage/shared/kernel/instant.ts'
import { loadCircumstances } from './addressee.ts'
import { claimMs, decideDelivery, isSentAgain, type MessageState, retryAt } from './message.ts'
import { type Message, readMessage, writeMessage } from './message-store.ts'
import { endingOf, stateOf } from './take-message-request.ts'
import { writeMail } from './write-mail.ts'

/** Puts a message into another state, with the event if it has ended. */
async function move(context: CampusContext, stored: Stored<Message>, state: MessageState): Promise<Stored<Message>> {
  const message: Message = { ...stored.value, state }
  const version = stored.version + 1
  const writes = [writeMessage(context.campus, message, stored.version)]
  await context.commit({ writes, events: endingOf(context, message, version), answer: null })
  return { value: message, version }
}

/** What the mail service's answer means for a message that was tried `attempts` times. */
function stateAfter(outcome: MailOutcome, message: Message, attempts: number, now: CampusContext['now']): MessageState {
  const suppressed = (reason: 'rejected' | 'outcomeUnknown'): MessageState => ({
    status: 'suppressed',
    reason,
    at: now,
  })
  const later = (): MessageState => {
    const dueAt = retryAt(attempts, now)
    return dueAt ? { status: 'waiting', dueAt, attempts } : suppressed('rejected')
  }
  switch (outcome.kind) {
    case 'accepted':
      return { status: 'sent', sentAt: now, providerId: outcome.providerId }
    case 'rejected':
      return suppressed('rejected')
    case 'busy':
      return later()
    case 'unknown':
      return isSentAgain(message.category) ? later() : suppressed('outcomeUnknown')
    default:
      return assertNever(outcome)
  }
}

/** Claims the message, hands it over, and records what became of it: three steps that a crash may fall between. */
async function send(context: CampusContext, stored: Stored<Message>, attempts: number): Promise<null> {
  const { mail, now } = context
  const circumstances = await loadCircumstances(context, stored.value)
  const delivery = decideDelivery(stored.value, circumstances)
  if (delivery.kind !== 'send') {
    await move(context, stored, stateOf(delivery, now))
    return null
  }
  if (!mail) {
    // A stage without a sender: a partner's gateway mails what it finds in MessageRequested.
    await move(context, stored, { status: 'handedOver', at: now })
    return null
  }
  const letter = await writeMail(context, stored.value, { ...circumstances, email: delivery.email })
  if (!letter) {
    await move(context, stored, { status: 'suppressed', reason: 'rejected', at: now })
    return null
  }
  const claimed = await move(context, stored, { status: 'claimed', dueAt: addMs(now, claimMs), attempts })
  const outcome = await mail.send(letter)
  await move(context, claimed, stateAfter(outcome, claimed.value, attempts, now))
  return null
}

/**
 * Sends a message whose moment has come. Preferences are asked again: they may have changed while it waited. A claim
 * that was never answered is what a crash left: receipts go out again, other messages do not.
 * @param key of the message
 * Rule: Contact preference.
 */
export async function sendMessage(context: CampusContext, key: ItemKey): Promise<Decision<null>> {
  const stored = await readMessage(context, key)
  if (!stored) return accept(null)
  const { state } = stored.value
  if ((state.status !== 'waiting' && state.status !== 'claimed') || state.dueAt > context.now) return accept(null)
  if (state.status === 'waiting') return accept(await send(context, stored, state.attempts + 1))
  await move(context, stored, stateAfter({ kind: 'unknown' }, stored.value, state.attempts, context.now))
  return accept(null)
}
