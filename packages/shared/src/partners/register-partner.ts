import type { RequestOf } from '../contracts/define-route.ts'
import { checkIfMatch } from '../contracts/if-match.ts'
import type { PartnerRoutes } from '../contracts/partner-routes.ts'
import type { Context } from '../data/context.ts'
import { accept, refuse } from '../kernel/decision.ts'
import { enterCampus, type Scope } from '../kernel/scope.ts'
import { findPartner, listStoredPartners, type StoredPartner, writePartner } from './partner-store.ts'

/** A partner without its secrets. */
export const shownPartner = ({ value, version }: StoredPartner) => ({
  ...value,
  secrets: value.secrets.map(({ secret: _secret, ...shown }) => shown),
  version,
})

/** Whether the caller sees every campus that a partner may post for: only then the partner is theirs to change. */
export const seesAll = (scope: Scope, campuses: StoredPartner['value']['campuses']): boolean =>
  campuses === 'all' ? scope.campuses === 'all' : campuses.every((campusId) => enterCampus(scope, campusId))

/**
 * Registers a partner or changes what it may post; its secrets stay.
 * @param eventTypes those that this service takes from partners
 * @returns the registration, or refuses `unknownEventType`; `campusOutOfScope`, a campus that the caller does not see
 * itself; `versionMismatch` and `versionRequired`, see `checkIfMatch`
 * Rule: Least privilege.
 */
export async function registerPartner(
  { params, body, ifMatch }: RequestOf<PartnerRoutes['registerPartner']>,
  context: Context,
  eventTypes: readonly string[],
) {
  const unknown = body.eventTypes.find((type) => !eventTypes.includes(type))
  if (unknown !== undefined) return refuse('unknownEventType', { known: eventTypes })
  if (!seesAll(context.scope, body.campuses)) return refuse('campusOutOfScope')
  const before = await findPartner(context.table, context.scope, params.partnerId)
  if (before && !seesAll(context.scope, before.value.campuses)) return refuse('campusOutOfScope')
  const refused = checkIfMatch(ifMatch, before?.version)
  if (refused) return refused
  const version = before?.version ?? 0
  const value = { ...params, ...body, secrets: before?.value.secrets ?? [] }
  const answer = shownPartner({ value, version: version + 1 })
  return accept(await context.commit({ writes: [writePartner(context.scope, value, version)], answer }))
}

/** The partners of the caller's campuses, without their secrets; a page may hold fewer than asked for. */
export async function listPartners({ query }: RequestOf<PartnerRoutes['listPartners']>, context: Context) {
  const page = await listStoredPartners(context.table, context.scope, query)
  return accept({
    ...page,
    items: page.items.filter(({ value }) => seesAll(context.scope, value.campuses)).map(shownPartner),
  })
}
