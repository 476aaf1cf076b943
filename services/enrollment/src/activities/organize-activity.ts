import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/activities-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { type Activity, cancel } from './activity.ts'
import * as store from './activity-store.ts'

/** Plans an activity, or refuses `hasBegun` for one in the past. Rule: E20. */
export async function planActivity({ body }: RequestOf<typeof contracts.planActivity>, context: CampusContext) {
  if (body.startsAt <= context.now) return refuse('hasBegun', { startsAt: body.startsAt })
  const activityId = context.ids.next('activity')
  const activity: Activity = { activityId, ...body, peopleSignedUp: 0, status: 'planned' }
  const writes = [store.writeActivity(context, { value: activity, version: 0 })]
  return accept(await context.commit({ writes, answer: activity }))
}

/**
 * Cancels an activity; the families hear of it from the next minute on.
 * @returns the activity, or refuses `alreadyCancelled`, `hasBegun`
 * @throws NotFound of the activity
 * Rule: E20.
 */
export async function cancelActivity(
  { params, body }: RequestOf<typeof contracts.cancelActivity>,
  context: CampusContext,
) {
  const { value, version } = await store.loadActivity(context, params.activityId)
  const cancelled = cancel(value, body.reason, context.now)
  if (!cancelled.ok) return cancelled
  const writes = [store.writeActivity(context, { value: cancelled.value, version }, context.now)]
  return accept(await context.commit({ writes, answer: cancelled.value }))
}

/** One page of the activities from a moment on. */
export const listActivities = async (
  { query: { from, ...page } }: RequestOf<typeof contracts.listActivities>,
  context: CampusContext,
) => accept(await store.listActivities(context, from ?? context.now, page))

/** One activity. @throws NotFound when the campus has none of that id */
export const getActivity = async ({ params }: RequestOf<typeof contracts.getActivity>, context: CampusContext) =>
  accept((await store.loadActivity(context, params.activityId)).value)

/** One page of those who signed up. @throws NotFound of the activity */
export async function listSignUps({ params, query }: RequestOf<typeof contracts.listSignUps>, context: CampusContext) {
  await store.loadActivity(context, params.activityId)
  const { items, ...rest } = await store.listSignUps(context, params.activityId, query)
  return accept({ items: items.map(({ value }) => value), ...rest })
}
