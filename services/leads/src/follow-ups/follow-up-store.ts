import { followUpReply } from '@tutelage/shared/contracts/leads/follow-ups-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import type { Item, ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id, StaffId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import { type FollowUp, isOpen } from './follow-up.ts'

/** The due job that looks for contacts whose time has run out. */
export const overdueJob = 'escalate-follow-up'

const followUpItem = defineItem('followUp', () => z.object({ followUp: followUpReply() }))

const followUpKey = ({ campus }: CampusContext, id: Id<'followUp'>): ItemKey =>
  campusKey(campus, `FOLLOW_UP#${id}`, 'FOLLOW_UP')

const listPartition = ({ campus }: CampusContext, consultantId: StaffId, list: 'open' | 'closed'): string =>
  campusPartition(campus, `FOLLOW_UPS#${consultantId}#${list}`)

const followUpOf = (item: Item): FollowUp => {
  const { value, version } = followUpItem.read(item)
  return { ...value.followUp, version }
}

/** The follow-up of an id, if this campus has it. */
export async function findFollowUp(context: CampusContext, id: Id<'followUp'>): Promise<FollowUp | undefined> {
  const item = await context.table.get(followUpKey(context, id))
  return item && followUpOf(item)
}

/** The follow-up that the due index points to. */
export async function findFollowUpAt(context: CampusContext, key: ItemKey): Promise<FollowUp | undefined> {
  const item = await context.table.get({ pk: key.pk, sk: key.sk })
  return item && followUpOf(item)
}

/** Several follow-ups, in the order asked; what is not there is left out. */
export async function findFollowUps(
  context: CampusContext,
  ids: readonly Id<'followUp'>[],
): Promise<readonly FollowUp[]> {
  const found: FollowUp[] = []
  for (let from = 0; from < ids.length; from += 100) {
    const keys = ids.slice(from, from + 100).map((id) => followUpKey(context, id))
    found.push(...(await context.table.getMany(keys)).flatMap((item) => (item ? [followUpOf(item)] : [])))
  }
  return found
}

/** Stores a follow-up, on its consultant's list, and in the due index for as long as its time runs. */
export function writeFollowUp(context: CampusContext, { version, ...followUp }: FollowUp): Write {
  const key = followUpKey(context, followUp.followUpId)
  const list = isOpen({ ...followUp, version }) ? 'open' : 'closed'
  const indexes = {
    lookupPk: listPartition(context, followUp.consultantId, list),
    lookupSk: `${followUp.dueAt}#${followUp.followUpId}`,
    ...(followUp.status === 'due' && dueAttributes(context.campus, { job: overdueJob, at: followUp.dueAt, key })),
  }
  return followUpItem.write(key, { followUp }, { version, indexes })
}

/** One page of a consultant's list by due time, the longest due first; it may be a moment behind. */
export async function readFollowUpList(
  context: CampusContext,
  { consultantId, list }: { readonly consultantId: StaffId; readonly list: 'open' | 'closed' },
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
) {
  const page = await context.table.query({
    index: 'lookup',
    pk: listPartition(context, consultantId, list),
    limit,
    ...(cursor !== undefined && { cursor }),
  })
  return { items: page.items.map(followUpOf), ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }) }
}
