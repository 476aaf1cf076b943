import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { listFollowUps as contract } from '@tutelage/shared/contracts/leads/follow-ups-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { isOthersWork } from '../pipeline/lead.ts'
import { readFollowUpList } from './follow-up-store.ts'

/**
 * One page of a consultant's list by due time: what is open, or what was closed. A consultant sees their own; refuses
 * `notYourList` otherwise.
 * Rule: L6.
 */
export async function listFollowUps({ query }: RequestOf<typeof contract>, context: CampusContext) {
  const { consultantId, status } = query
  if (isOthersWork(context.scope.actor, { consultantId })) return refuse('notYourList')
  return accept(await readFollowUpList(context, { consultantId, list: status }, query))
}
