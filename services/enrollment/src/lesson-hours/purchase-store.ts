import { purchaseReply } from '@tutelage/shared/contracts/enrollment/purchases-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { Item, ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'

/** Names the purchases whose next reminder has come. */
export const tuitionDueJob = 'tuition-due'

const purchaseItem = defineItem('purchase', () => purchaseReply().extend({ remindersTold: z.int() }))
/** What was agreed on, and how many of its plan's reminders are behind it. */
export type Purchase = ReturnType<typeof purchaseItem.read>['value']

const partition = (enrollmentId: Id<'enrollment'>): string => `ENROLLMENT#${enrollmentId}`
const purchaseKey = ({ campus }: CampusContext, { enrollmentId, purchaseId }: Purchase): ItemKey =>
  campusKey(campus, partition(enrollmentId), `BOUGHT#${purchaseId}`)

/**
 * @param version as it was read, or 0 for a new purchase
 * @param remindAt when its next reminder comes; absent when none does
 */
export function writePurchase(
  context: CampusContext,
  { value, version }: Stored<Purchase>,
  remindAt?: Instant | undefined,
): Write {
  const key = purchaseKey(context, value)
  const indexes = remindAt && dueAttributes(context.campus, { job: tuitionDueJob, at: remindAt, key })
  return purchaseItem.write(key, value, { version, ...(indexes && { indexes }) })
}

/** The purchase that a due item is; undefined when it is gone. */
export const findPurchaseAt = async (
  { table }: CampusContext,
  { pk, sk }: ItemKey,
): Promise<Stored<Purchase> | undefined> => purchaseItem.find(await table.get({ pk, sk }))

/** The purchases of an enrollment, oldest first. */
export async function loadPurchases(
  { table, campus }: CampusContext,
  enrollmentId: Id<'enrollment'>,
): Promise<readonly Stored<Purchase>[]> {
  const pk = campusPartition(campus, partition(enrollmentId))
  return readAll(table, purchaseItem, { pk, sk: { beginsWith: 'BOUGHT#' } })
}

/** The purchases among some items, oldest first. */
export const purchasesIn = (items: readonly Item[]): readonly Purchase[] =>
  items.filter(({ entity }) => entity === purchaseItem.entity).map((item) => purchaseItem.read(item).value)
