import { createHash } from 'node:crypto'
import * as z from 'zod'
import {
  type DomainEvent,
  type EventMeta,
  eventMetaSchema,
  type NewEvent,
  type ServiceName,
} from '../contracts/define-event.ts'
import { type EventId, idFromDigest } from '../kernel/ids.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Actor } from '../kernel/scope.ts'

/** What the commit knows of its events. */
export interface Origin {
  readonly service: ServiceName
  readonly actor: Actor
  readonly correlationId: string
  readonly causationId?: EventId
  readonly recordedAt: Instant
}

/**
 * The id that publishing the same change again gives again.
 * @param index of the event within its outbox item
 */
export function eventIdOf(service: ServiceName, event: NewEvent, index: number): EventId {
  const parts = [service, event.aggregateId, event.aggregateVersion, index, event.contract.name]
  return idFromDigest('event', createHash('sha256').update(JSON.stringify(parts)).digest())
}

/**
 * A new event in its envelope, as every consumer will read it.
 * @throws Error when it is not of its contract, by the form in which it goes over the wire, or not this service's to publish
 */
export function enveloped(event: NewEvent, index: number, origin: Origin): DomainEvent {
  const { contract, campusId, aggregateId, aggregateVersion } = event
  const { service, actor, correlationId, causationId, recordedAt } = origin
  if (!contract.publishers.includes(service)) throw new Error(`${service} does not publish ${contract.name}`)
  const meta: EventMeta = {
    eventId: eventIdOf(service, event, index),
    schemaVersion: contract.version,
    campusId,
    occurredAt: event.occurredAt ?? recordedAt,
    recordedAt,
    actor,
    correlationId,
    ...(causationId && { causationId }),
    aggregateId,
    aggregateVersion,
  }
  return {
    name: contract.name,
    source: `crm.${service}`,
    meta: checked(contract.name, eventMetaSchema(), meta),
    data: checked(contract.name, contract.data, JSON.parse(JSON.stringify(event.data))),
  }
}

/** What a consumer gets: only what the contract names, so that nothing else ever reaches the bus. */
function checked<Schema extends z.ZodType>(name: string, schema: Schema, value: unknown): z.output<Schema> {
  const parsed = z.safeParse<Schema>(schema, value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`)
  throw new Error(`${name} is not of its contract: ${problems.join(', ')}`)
}
