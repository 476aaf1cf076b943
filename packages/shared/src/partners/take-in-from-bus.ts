import * as z from 'zod'
import { whenAsked } from '../contracts/deferred.ts'
import { type Served, whole } from '../contracts/served.ts'
import type { Ports } from '../data/attempt.ts'
import type { CampusContext, Context } from '../data/context.ts'
import { runUseCase } from '../data/run-use-case.ts'
import { accept } from '../kernel/decision.ts'
import { isId, type PartnerId } from '../kernel/ids.ts'
import type { Scope } from '../kernel/scope.ts'
import { contentKey, type Delivery } from './delivery.ts'
import { findPartner } from './partner-store.ts'
import { quarantine, takeIn } from './take-in.ts'

/** An event of a partner as the bus delivers it. */
export interface BusDelivery {
  /** The bus's own id, another each time the partner posts. */
  readonly deliveryId: string
  /** `partner.<id>`, the id with or without its prefix; a stranger's is anything else. */
  readonly source: string
  readonly type: string
  readonly detail: unknown
}

/** What a partner puts into `detail`; `id` stays the same when it posts the same event again. */
const detailSchema = whenAsked(() => z.looseObject({ id: z.string().min(1).max(200).optional() }))

function partnerIdOf(source: string): PartnerId | undefined {
  const [, name] = /^partner\.(.+)$/.exec(source) ?? []
  if (name === undefined) return undefined
  const id = name.startsWith('prt_') ? name : `prt_${name}`
  return isId('partner', id) ? id : undefined
}

/** Without an id of the partner's, the content is the key: the bus gives the same event a new id each time it is posted. */
function deliveryOf({ source, type, detail }: BusDelivery): Delivery {
  const parsed = detailSchema().safeParse(detail)
  const { id, ...rest }: Record<string, unknown> = parsed.success ? parsed.data : { detail }
  const event = { ...rest, type }
  const partnerId = partnerIdOf(source) ?? source.slice(0, 100)
  return { partnerId, event, key: typeof id === 'string' ? `id:${id}` : contentKey(event) }
}

async function takeInOrQuarantine(service: Served<CampusContext>, delivery: Delivery, context: Context) {
  const { partnerId } = delivery
  const stored = isId('partner', partnerId) ? await findPartner(context.table, context.scope, partnerId) : undefined
  const subscriptions = await Promise.all(service.partnerSubscriptions.map(whole))
  const taken = await takeIn({ subscriptions, partner: stored?.value, delivery }, context)
  if (taken.status === 'bad') await quarantine(delivery, taken.reasons, context)
  return accept(taken.status === 'bad' ? ('quarantined' as const) : taken.status)
}

/**
 * Takes in an event that a partner put on the partner bus; what is bad stands in quarantine, for the bus has nobody to answer.
 * @throws NotYet and outages: the queue delivers again
 */
export async function takeInFromBus(ports: Ports, service: Served<CampusContext>, bus: BusDelivery) {
  const delivery = deliveryOf(bus)
  const scope: Scope = { actor: { kind: 'partner', id: delivery.partnerId }, campuses: 'all' }
  const call = { service: service.name, operation: 'takeInFromBus', scope, correlationId: bus.deliveryId }
  const outcome = await runUseCase(ports, call, (context) => takeInOrQuarantine(service, delivery, context))
  if (outcome.kind === 'done') return outcome.answer
  throw new Error(`a partner event met too many conflicts: ${outcome.kind}`)
}
