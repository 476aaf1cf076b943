import type { RequestOf } from '../contracts/define-route.ts'
import type { getCampus as getContract, listCampuses as listContract } from '../contracts/leads/campus-routes.ts'
import type { CampusContext, Context } from '../data/context.ts'
import { accept } from '../kernel/decision.ts'
import { NotFound } from '../kernel/failures.ts'
import { enterCampus } from '../kernel/scope.ts'
import { listCampusProfiles, readCampus } from './campus-store.ts'

/** The profile of one campus. @throws NotFound when it was never configured */
export async function getCampus(_request: RequestOf<typeof getContract>, context: CampusContext) {
  const stored = await readCampus(context.table, context.campus)
  if (!stored) throw new NotFound('campus')
  return accept({ campus: stored.profile, version: stored.profileVersion })
}

/** The campuses in the caller's scope; a page may hold fewer than asked for. */
export async function listCampuses({ query }: RequestOf<typeof listContract>, context: Context) {
  const page = await listCampusProfiles(context.table, context.scope, query)
  return accept({ ...page, items: page.items.filter(({ campusId }) => enterCampus(context.scope, campusId)) })
}
