import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Standing } from './tier.ts'

type MemberId = Id<'member'>

const standingItem = defineItem('tierStanding', () =>
  z.object({ memberId: idField('member'), tier: z.string(), qualifyingSpendMinor: z.int() }),
)
/** One payment or refund that was counted; kept for ever, so that it counts once. */
const spendItem = defineItem('qualifyingSpend', () => z.object({ amountMinor: z.int(), countedAt: instantField() }))
const changeSchema = whenAsked(() =>
  z.object({
    from: z.string(),
    to: z.string(),
    reason: z.enum(['spendReached', 'spendRefunded']),
    qualifyingSpendMinor: z.int(),
    causedBy: z.string(),
    changedAt: instantField(),
  }),
)
const changeItem = defineItem('tierChange', changeSchema)
/** A move on the ladder as it is kept. */
export type TierChange = z.output<ReturnType<typeof changeSchema>>

const partition = (memberId: MemberId): string => `TIER#${memberId}`
const standingKey = ({ campus }: CampusContext, memberId: MemberId) =>
  campusKey(campus, partition(memberId), 'STANDING')
const spendKey = ({ campus }: CampusContext, memberId: MemberId, causedBy: string) =>
  campusKey(campus, partition(memberId), `SPEND#${causedBy}`)
const changeKey = ({ campus }: CampusContext, memberId: MemberId, version: number) =>
  campusKey(campus, partition(memberId), `CHANGE#${String(version).padStart(8, '0')}`)

export const readStanding = async (context: CampusContext, memberId: MemberId): Promise<Stored<Standing> | undefined> =>
  standingItem.find(await context.table.get(standingKey(context, memberId)))

export const writeStanding = (context: CampusContext, memberId: MemberId, standing: Standing, version: number): Write =>
  standingItem.write(standingKey(context, memberId), { memberId, ...standing }, { version })

/** @param causedBy the payment's or refund's id */
export const isCounted = async (context: CampusContext, memberId: MemberId, causedBy: string): Promise<boolean> =>
  (await context.table.get(spendKey(context, memberId, causedBy))) !== undefined

export const writeCounted = (
  context: CampusContext,
  memberId: MemberId,
  { causedBy, amountMinor }: { readonly causedBy: string; readonly amountMinor: number },
): Write =>
  spendItem.write(spendKey(context, memberId, causedBy), { amountMinor, countedAt: context.now }, { version: 0 })

/** @param version that the move gave the standing */
export const writeTierChange = (
  context: CampusContext,
  memberId: MemberId,
  change: TierChange,
  version: number,
): Write => changeItem.write(changeKey(context, memberId, version), change, { version: 0 })

/** One page of a member's moves, latest first. */
export async function tierChangePage(context: CampusContext, memberId: MemberId, request: PageRequest) {
  const pk = campusPartition(context.campus, partition(memberId))
  const list = { pk, sk: { beginsWith: 'CHANGE#' }, descending: true }
  const page = await readPage(context.table, changeItem, { ...list, ...request })
  return { ...page, items: page.items.map(({ value }) => value) }
}
