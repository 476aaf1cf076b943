import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  listLeads as leadsContract,
  listLeadPool as poolContract,
} from '@tutelage/shared/contracts/leads/assignment-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { isOthersWork, leadReplyOf } from '../pipeline/lead.ts'
import { listOwned } from '../pipeline/lead-store.ts'

/** One page of a consultant's leads, oldest first. A consultant sees their own; refuses `notYourList` otherwise. */
export async function listLeads({ query }: RequestOf<typeof leadsContract>, context: CampusContext) {
  if (isOthersWork(context.scope.actor, query)) return refuse('notYourList')
  const page = await listOwned(context, query.consultantId, query)
  return accept({ ...page, items: page.items.map(leadReplyOf) })
}

/** One page of the pool, oldest first. */
export async function listLeadPool({ query }: RequestOf<typeof poolContract>, context: CampusContext) {
  const page = await listOwned(context, 'POOL', query)
  return accept({ ...page, items: page.items.map(leadReplyOf) })
}
