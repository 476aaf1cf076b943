import middy from '@middy/core'
import * as z from 'zod'
import { whenAsked } from '../contracts/deferred.ts'
import { type DomainEvent, eventMetaSchema } from '../contracts/define-event.ts'
import { type Served, whole } from '../contracts/served.ts'
import type { Subscription } from '../contracts/subscribe.ts'
import type { Ports } from '../data/attempt.ts'
import type { CampusContext } from '../data/context.ts'
import { runUseCase } from '../data/run-use-case.ts'
import { enterCampus, systemScope } from '../kernel/scope.ts'
import { boundLog } from './logger.ts'
import { type Meter, type MeteredPorts, noMeter } from './meter.ts'
import { type BatchResponse, handleBatch, type QueueEvent, type QueueRecord } from './sqs-batch.ts'

const envelope = whenAsked(() =>
  z.object({
    id: z.string(),
    source: z.string(),
    'detail-type': z.string(),
    detail: z.unknown(),
  }),
)
type Envelope = z.output<ReturnType<typeof envelope>>

const ownDetail = whenAsked(() => z.object({ meta: eventMetaSchema(), data: z.unknown() }))

/** Something about a delivery that a later delivery may find otherwise: it fails now and comes again. */
class Undeliverable extends Error {
  override readonly name = 'Undeliverable'
}

function eventOf({ source, detail, 'detail-type': name }: Envelope): DomainEvent {
  const { meta, data } = ownDetail().parse(detail)
  return { name, source, meta, data }
}

async function subscriptionsTo<C>(service: Served<C>, event: DomainEvent): Promise<readonly Subscription<C>[]> {
  const named = service.subscriptions.filter(({ contract }) => contract.name === event.name)
  const wanted = (await Promise.all(named.map((one) => whole<Subscription<C>>(one)))).filter(({ contract }) =>
    contract.publishers.some((publisher) => `crm.${publisher}` === event.source),
  )
  // A rule that is newer than this code let it through: dropping it would lose it.
  if (wanted.length === 0) throw new Undeliverable(`${service.name} does not subscribe to ${event.name}`)
  const older = wanted.find(({ contract }) => contract.version < event.meta.schemaVersion)
  if (older) throw new Undeliverable(`${event.name} is of a version that ${service.name} cannot read`)
  return wanted
}

/** One effect of one event: refusals are final and logged, what is thrown fails the delivery. */
async function handleOne(
  ports: Ports,
  service: Served<CampusContext>,
  { name, handle, afterwards }: Subscription<CampusContext>,
  event: DomainEvent,
): Promise<'handled' | 'refused'> {
  const { eventId, campusId, correlationId } = event.meta
  const scope = systemScope(service.name)
  const campus = enterCampus(scope, campusId)
  const log = boundLog(ports.log, { eventId, correlationId, campusId, subscription: name, event: event.name })
  const guard = { kind: 'inbox' as const, subscription: name, eventId }
  const base = { service: service.name, operation: name, scope, correlationId, causationId: eventId }
  const call = campus ? { ...base, campus } : base
  const effects = [{ call: { ...call, guard }, run: handle }, ...(afterwards ? [{ call, run: afterwards }] : [])]
  for (const effect of effects) {
    const outcome = await runUseCase({ ...ports, log }, effect.call, (context) => effect.run(event, context))
    if (outcome.kind === 'conflict') throw new Undeliverable(`${name} met too many conflicts`)
    if (outcome.kind !== 'refused') continue
    log.warn('event refused', { code: outcome.refusal.code })
    return 'refused'
  }
  return 'handled'
}

/** Every subscription to the event, each under its own guard, so that one that fails does not undo the others. */
async function handleOwn(ports: Ports, service: Served<CampusContext>, meter: Meter, event: DomainEvent) {
  const wanted = await subscriptionsTo(service, event)
  const ended = await Promise.allSettled(wanted.map((subscription) => handleOne(ports, service, subscription, event)))
  for (const end of ended) {
    if (end.status === 'fulfilled') meter.count(end.value === 'handled' ? 'EventsHandled' : 'EventsRefused')
  }
  const failed = ended.find((end) => end.status === 'rejected')
  if (failed) throw failed.reason
}

async function handlePartners(ports: Ports, service: Served<CampusContext>, meter: Meter, delivery: Envelope) {
  const { id, source, detail, 'detail-type': type } = delivery
  const { takeInFromBus } = await import('../partners/take-in-from-bus.ts')
  const ended = await takeInFromBus(ports, service, { deliveryId: id, source, type, detail })
  meter.count(ended === 'quarantined' ? 'PartnerEventsQuarantined' : 'EventsHandled')
}

/**
 * The consumer of a service's event queue: EventBridge envelopes of our own events and of partners, in any order and
 * any number of times. Only what failed is delivered again; what fails for good ends in the dead-letter queue.
 */
export function eventHandler(service: Served<CampusContext>, ports: MeteredPorts) {
  const { meter = noMeter } = ports
  const handle = async ({ body }: QueueRecord): Promise<void> => {
    const delivery = envelope().parse(JSON.parse(body))
    // What is neither ours nor a partner's came over the partner bus: it is quarantined there.
    if (delivery.source.startsWith('crm.')) await handleOwn(ports, service, meter, eventOf(delivery))
    else await handlePartners(ports, service, meter, delivery)
  }
  const onFailure = ({ messageId }: QueueRecord, error: unknown): void => {
    meter.count('EventsFailed')
    ports.log.warn('event failed', { messageId, error })
  }
  const consume = (event: QueueEvent): Promise<BatchResponse> => handleBatch(event, handle, onFailure)
  return middy<QueueEvent, BatchResponse>(consume).after(() => meter.flush())
}
