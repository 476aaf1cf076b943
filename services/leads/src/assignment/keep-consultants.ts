import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { checkIfMatch } from '@tutelage/shared/contracts/if-match.ts'
import type {
  getConsultant as getContract,
  listConsultants as listContract,
  setConsultant as setContract,
} from '@tutelage/shared/contracts/leads/assignment-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { type Consultant, findConsultant, readConsultants, readLoads, writeConsultant } from './consultant-store.ts'
import { takenIn30Days } from './rota.ts'

/** Consultants as the routes tell them, with what they took lately. */
async function repliesOf(context: CampusContext, consultants: readonly Stored<Consultant>[]) {
  const { timeZone } = await loadCampus(context)
  const today = localDateOf(context.now, timeZone)
  const ids = consultants.map(({ value }) => value.staffId)
  const loads = await readLoads(context, ids)
  return consultants.map(({ value, version }, at) => {
    const load = loads[at]
    return { ...value, assignedIn30Days: load ? takenIn30Days(load, today) : 0, version }
  })
}

async function replyOf(context: CampusContext, consultant: Stored<Consultant>) {
  const [reply] = await repliesOf(context, [consultant])
  if (!reply) throw new Error('a consultant has a reply')
  return reply
}

/** Registers a consultant, or changes capacity, leave and opt-out. @returns them, or refuses as `checkIfMatch` does */
export async function setConsultant(request: RequestOf<typeof setContract>, context: CampusContext) {
  const { staffId } = request.params
  const before = await findConsultant(context, staffId)
  const refused = checkIfMatch(request.ifMatch, before?.version)
  if (refused) return refused
  const value: Consultant = { staffId, ...request.body }
  const version = before?.version ?? 0
  const answer = await replyOf(context, { value, version: version + 1 })
  return accept(await context.commit({ writes: [writeConsultant(context, value, version)], answer }))
}

/** @throws NotFound when the campus has no consultant of that id */
export async function getConsultant({ params }: RequestOf<typeof getContract>, context: CampusContext) {
  const stored = await findConsultant(context, params.staffId)
  if (!stored) throw new NotFound('consultant')
  return accept(await replyOf(context, stored))
}

/** One page of the consultants, by id. */
export async function listConsultants({ query }: RequestOf<typeof listContract>, context: CampusContext) {
  const page = await readConsultants(context, query)
  return accept({ ...page, items: await repliesOf(context, page.items) })
}
