import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { channelField, idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import {
  messageCategoryField,
  recipientField,
  suppressionReasonField,
} from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import type { IndexAttributes, ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { HouseholdId } from '@tutelage/shared/kernel/ids.ts'
import type { CampusScope } from '@tutelage/shared/kernel/scope.ts'
import * as z from 'zod'

const dueState = whenAsked(() => ({ dueAt: instantField(), attempts: z.int() }))

const messageItem = defineItem('message', () =>
  z.object({
    messageId: idField('message'),
    occasion: z.string(),
    category: messageCategoryField(),
    channel: channelField(),
    template: z.string(),
    recipient: recipientField(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    notAfter: instantField().optional(),
    householdId: idField('household').optional(),
    requestedAt: instantField(),
    correlationId: z.string(),
    state: z.discriminatedUnion('status', [
      z.object({ status: z.literal('waiting'), ...dueState() }),
      z.object({ status: z.literal('claimed'), ...dueState() }),
      z.object({ status: z.literal('sent'), sentAt: instantField(), providerId: z.string() }),
      z.object({ status: z.literal('suppressed'), reason: suppressionReasonField(), at: instantField() }),
      z.object({ status: z.literal('handedOver'), at: instantField() }),
    ]),
  }),
)

/** A message with its request and where it stands. */
export type Message = ReturnType<typeof messageItem.read>['value']

export const deliverMessageJob = 'deliver-message'

/** One occasion, one message: the occasion is its key. */
export const messageKey = (campus: CampusScope, occasion: string): ItemKey =>
  campusKey(campus, `MESSAGE#${occasion}`, 'MESSAGE')

/** A second request for an occasion, kept with the reason why it was not sent. */
const repeatKey = (campus: CampusScope, message: Message): ItemKey =>
  campusKey(campus, `MESSAGE#${message.occasion}`, `REPEAT#${message.messageId}`)

const householdPartition = (campus: CampusScope, householdId: HouseholdId): string =>
  campusPartition(campus, `HOUSEHOLD-MESSAGES#${householdId}`)

function indexes(campus: CampusScope, message: Message, key: ItemKey): IndexAttributes {
  const { householdId, requestedAt, messageId, state } = message
  const due = state.status === 'waiting' || state.status === 'claimed'
  return {
    ...(householdId && {
      lookupPk: householdPartition(campus, householdId),
      lookupSk: `${requestedAt}#${messageId}`,
    }),
    ...(due && dueAttributes(campus, { job: deliverMessageJob, at: state.dueAt, key })),
  }
}

/** @param version as it was read; 0 for a new message */
export function writeMessage(campus: CampusScope, message: Message, version: number): Write {
  const key = messageKey(campus, message.occasion)
  return messageItem.write(key, message, { version, indexes: indexes(campus, message, key) })
}

export function writeRepeat(campus: CampusScope, message: Message): Write {
  const key = repeatKey(campus, message)
  return messageItem.write(key, message, { version: 0, indexes: indexes(campus, message, key) })
}

export async function readMessage(context: CampusContext, key: ItemKey): Promise<Stored<Message> | undefined> {
  return messageItem.find(await context.table.get(key))
}

/** Messages of a household, latest first. */
export async function queryHouseholdMessages(
  { table, campus }: CampusContext,
  { householdId, limit, cursor }: { householdId: HouseholdId; limit: number; cursor?: string | undefined },
): Promise<{ items: Message[]; nextCursor?: string }> {
  const page = await table.query({
    index: 'lookup',
    pk: householdPartition(campus, householdId),
    limit,
    descending: true,
    ...(cursor && { cursor }),
  })
  const items = page.items.map((item) => messageItem.read(item).value)
  return { items, ...(page.nextCursor && { nextCursor: page.nextCursor }) }
}
