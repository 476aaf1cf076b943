import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { monthOf } from '@tutelage/shared/kernel/local-date.ts'
import { findLastBasePayMonth } from './base-pay-store.ts'
import { checkClosing } from './pay-month.ts'
import { closeThrough, listClosed, loadAllShards } from './pay-month-store.ts'

/**
 * Closes the pay of a month: from this commit on every posting to it fails and goes, on fresh reads, to the next. As many items as
 * there are shards, however many entries the month has.
 * @returns the closed month, or refuses as `checkClosing`
 * Rule: E17.
 */
export async function closePayMonth({ params }: RequestOf<typeof contracts.closePayMonth>, context: CampusContext) {
  const { month } = params
  const shards = await loadAllShards(context)
  const checked = checkClosing(month, {
    today: monthOf(await campusToday(context)),
    closedThrough: shards[0]?.month,
    basePostedThrough: await findLastBasePayMonth(context),
  })
  if (!checked.ok) return checked
  const closed = { month, closedAt: context.now, closedBy: { ...context.scope.actor } }
  return accept(await context.commit({ writes: closeThrough(context, shards, closed), answer: closed }))
}

/** One page of the months that were closed. */
export async function listClosedPayMonths(
  { query }: RequestOf<typeof contracts.listClosedPayMonths>,
  context: CampusContext,
) {
  const { items, ...rest } = await listClosed(context, query)
  return accept({ items: items.map(({ value }) => value), ...rest })
}
