import type { RequestOf } from '../contracts/define-route.ts'
import type { PartnerRoutes } from '../contracts/partner-routes.ts'
import type { PartnerSubscription } from '../contracts/subscribe.ts'
import type { CampusContext, Context } from '../data/context.ts'
import { accept, refuse } from '../kernel/decision.ts'
import { NotFound } from '../kernel/failures.ts'
import { type Id, isId } from '../kernel/ids.ts'
import { enterCampus, type Scope } from '../kernel/scope.ts'
import { findPartner } from './partner-store.ts'
import {
  findQuarantined,
  listStoredQuarantine,
  type QuarantineStatus,
  type StoredQuarantined,
  writeQuarantined,
} from './quarantine-store.ts'
import { takeIn } from './take-in.ts'

const isVisible = (scope: Scope, { value }: StoredQuarantined): boolean =>
  value.campusId === undefined ? scope.campuses === 'all' : enterCampus(scope, value.campusId) !== undefined

async function requireQuarantined(context: Context, id: Id<'quarantined'>): Promise<StoredQuarantined> {
  const stored = await findQuarantined(context.table, context.scope, id)
  if (!stored || !isVisible(context.scope, stored)) throw new NotFound('quarantined')
  return stored
}

const resolved = (scope: Scope, { value, version }: StoredQuarantined, status: QuarantineStatus) => ({
  write: writeQuarantined(scope, { ...value, status }, version),
  answer: { quarantinedId: value.quarantinedId, status },
})

/** What stands in quarantine in the campuses of the caller, latest first; a page may hold fewer than asked for. */
export async function listQuarantine({ query }: RequestOf<PartnerRoutes['listQuarantine']>, context: Context) {
  const page = await listStoredQuarantine(context.table, context.scope, query)
  const items = page.items
    .filter((stored) => isVisible(context.scope, stored))
    .map(({ value: { deliveryKey: _key, payload, ...shown } }) => ({ ...shown, payload: JSON.parse(payload) }))
  return accept({ ...page, items })
}

/**
 * Takes a quarantined event in after all, as the registration and the shapes are now. If its delivery has come again
 * and taken effect meanwhile, it is only closed.
 * @returns its new status, or refuses `notOpen`, or `stillWrong` with the fields
 * @throws NotFound of `quarantined`
 */
export async function releaseQuarantined(
  { params }: RequestOf<PartnerRoutes['releaseQuarantined']>,
  context: CampusContext,
  subscriptions: readonly PartnerSubscription<CampusContext>[],
) {
  const stored = await requireQuarantined(context, params.quarantinedId)
  const { partnerId, deliveryKey, payload, status } = stored.value
  if (status !== 'open') return refuse('notOpen', { status })
  const partner = isId('partner', partnerId) ? await findPartner(context.table, context.scope, partnerId) : undefined
  const { write, answer } = resolved(context.scope, stored, 'released')
  const delivery = { partnerId, key: deliveryKey, event: JSON.parse(payload) }
  let committed = false
  const watched: Context = {
    ...context,
    commit: (change) => {
      committed = true
      return context.commit(change)
    },
  }
  const taken = await takeIn({ subscriptions, partner: partner?.value, delivery, also: [write], answer }, watched)
  if (taken.status === 'bad') return refuse('stillWrong', { errors: taken.reasons })
  return accept(committed ? answer : await context.commit({ writes: [write], answer }))
}

/** Closes a quarantined event without effect. @throws NotFound of `quarantined` */
export async function discardQuarantined({ params }: RequestOf<PartnerRoutes['discardQuarantined']>, context: Context) {
  const stored = await requireQuarantined(context, params.quarantinedId)
  if (stored.value.status !== 'open') return refuse('notOpen', { status: stored.value.status })
  const { write, answer } = resolved(context.scope, stored, 'discarded')
  return accept(await context.commit({ writes: [write], answer }))
}
