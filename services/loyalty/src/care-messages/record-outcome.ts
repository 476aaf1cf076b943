import { type EventContract, type EventOf, happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { careMessageSent, careMessageSuppressed } from '@tutelage/shared/contracts/loyalty/events.ts'
import type { messageSent, messageSuppressed } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { type CareMessage, withOutcome } from './care-message.ts'
import { readCareMessages, writeCareMessage } from './care-message-store.ts'

type Outcome = EventOf<typeof messageSent> | EventOf<typeof messageSuppressed>

/** The care message that an outcome is of; undefined for messages of others. */
async function ownMessage({ data }: Outcome, context: CampusContext): Promise<Stored<CareMessage> | undefined> {
  if (data.category !== 'care') return undefined
  const [stored] = await readCareMessages(context, [data.messageId])
  return stored
}

/** A care message went out. Rule: Y10. */
export async function recordSent(event: EventOf<typeof messageSent>, context: CampusContext) {
  const stored = await ownMessage(event, context)
  const message = stored && withOutcome(stored.value, { status: 'sent' })
  if (!message) return accept(null)
  const told = happened(careMessageSent, occurrenceOf(context, stored, event), factsOf(message))
  return accept(await keep(context, { message, version: stored.version, told }))
}

/** A care message was held back, with the reason. Rule: Y10, Contact preference. */
export async function recordSuppressed(event: EventOf<typeof messageSuppressed>, context: CampusContext) {
  const stored = await ownMessage(event, context)
  const { reason } = event.data
  const message = stored && withOutcome(stored.value, { status: 'suppressed', reason })
  if (!message) return accept(null)
  const facts = { ...factsOf(message), reason }
  const told = happened(careMessageSuppressed, occurrenceOf(context, stored, event), facts)
  return accept(await keep(context, { message, version: stored.version, told }))
}

const occurrenceOf = ({ campus }: CampusContext, { value, version }: Stored<CareMessage>, { meta }: Outcome) => ({
  campusId: campus.campusId,
  aggregateId: value.messageId,
  aggregateVersion: version + 1,
  occurredAt: meta.occurredAt,
})

const factsOf = ({ messageId, occasion, householdId, studentId }: CareMessage) => ({
  messageId,
  occasion,
  householdId,
  ...(studentId && { studentId }),
})

const keep = (
  context: CampusContext,
  { message, version, told }: { readonly message: CareMessage; readonly version: number; readonly told: NewEvent },
): Promise<null> =>
  context.commit({ writes: [writeCareMessage(context, message, version)], events: [told], answer: null })

/** What the outcomes tell. */
export const careEvents: readonly EventContract[] = [careMessageSent, careMessageSuppressed]
