import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  listLeads as leadsContract,
  listLeadPool as poolContract,
} from '@tutelage/shared/contracts/leads/assignment-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { leadReplyOf } from '../pipeline/lead.ts'
import { listOwned } from '../pipeline/lead-store.ts'

/** One page of a consultant's leads, oldest first. */
export async function listLeads({ query }: RequestOf<typeof leadsContract>, context: CampusContext) {
  const page = await listOwned(context, query.consultantId, query)
  return accept({ ...page, items: page.items.map(leadReplyOf) })
}

/** One page of the pool, oldest first. */
export async function listLeadPool({ query }: RequestOf<typeof poolContract>, context: CampusContext) {
  const page = await listOwned(context, 'POOL', query)
  return accept({ ...page, items: page.items.map(leadReplyOf) })
}
