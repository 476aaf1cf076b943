import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import { suppressionReasonField } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage, type StoredPage } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { HouseholdId, Id } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { CareMessage } from './care-message.ts'

const careItem = defineItem('careMessage', () =>
  z.object({
    messageId: idField('message'),
    occasion: z.string(),
    householdId: idField('household'),
    studentId: idField('student').optional(),
    requestedAt: instantField(),
    state: z.discriminatedUnion('status', [
      z.object({ status: z.literal('requested') }),
      z.object({ status: z.literal('sent') }),
      z.object({ status: z.literal('suppressed'), reason: suppressionReasonField() }),
    ]),
  }),
)

const careKey = ({ campus }: CampusContext, messageId: Id<'message'>) =>
  campusKey(campus, `CARE#${messageId}`, 'MESSAGE')
const householdPartition = ({ campus }: CampusContext, householdId: HouseholdId): string =>
  campusPartition(campus, `HOUSEHOLD-CARE#${householdId}`)

/** The messages of these ids, in their order; undefined for those that were never asked for. At most 100. */
export async function readCareMessages(
  context: CampusContext,
  messageIds: readonly Id<'message'>[],
): Promise<readonly (Stored<CareMessage> | undefined)[]> {
  const found = await context.table.getMany(messageIds.map((messageId) => careKey(context, messageId)))
  return found.map(careItem.find)
}

/** @param version as it was read, or 0 for a new message: the claim of its occasion */
export function writeCareMessage(context: CampusContext, message: CareMessage, version: number): Write {
  const { householdId, requestedAt, messageId } = message
  const lookupPk = householdPartition(context, householdId)
  const indexes = { lookupPk, lookupSk: `${requestedAt}#${messageId}` }
  return careItem.write(careKey(context, messageId), message, { version, indexes })
}

/** One page of a household's care messages, latest first; the index may lag a moment behind. */
export const careMessagePage = (
  context: CampusContext,
  householdId: HouseholdId,
  request: PageRequest,
): Promise<StoredPage<CareMessage>> =>
  readPage(context.table, careItem, {
    ...request,
    index: 'lookup',
    pk: householdPartition(context, householdId),
    descending: true,
  })
