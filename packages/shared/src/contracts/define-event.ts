import * as z from 'zod'
import type { CampusId } from '../kernel/ids.ts'
import type { Instant } from '../kernel/instant.ts'
import { roles } from '../kernel/scope.ts'
import { whenAsked } from './deferred.ts'
import { idField, instantField } from './fields.ts'

export const serviceNames = ['leads', 'enrollment', 'loyalty', 'feedback'] as const
export type ServiceName = (typeof serviceNames)[number]
/** `crm.<service>` on the chain's own bus. */
export type EventSource = `crm.${ServiceName}`

/** What every event carries beside its data: `detail.meta`. */
export const eventMetaSchema = whenAsked(() =>
  z.object({
    eventId: idField('event'),
    schemaVersion: z.int().min(1),
    campusId: idField('campus'),
    /** When it happened. */
    occurredAt: instantField(),
    /** When we committed it. */
    recordedAt: instantField(),
    actor: z.object({ kind: z.enum([...roles, 'system']), id: z.string().min(1).max(100) }),
    /** The same for everything that one request set in motion. */
    correlationId: z.string().min(1).max(100),
    /** The event that made this one happen. */
    causationId: idField('event').optional(),
    aggregateId: z.string().min(1).max(100),
    /** Grows by one with each change of the aggregate; tells order where the clock cannot. */
    aggregateVersion: z.int().min(0),
  }),
)
export type EventMeta = z.output<ReturnType<typeof eventMetaSchema>>

/** One event's name, owners and shape. Data holds ids and figures, never personal data. */
export interface EventContract<Name extends string = string, Data extends z.ZodType = z.ZodType> {
  readonly name: Name
  /** Who may publish it: one service, or all four for the events that all share. */
  readonly publishers: readonly ServiceName[]
  /** Raised with each change that an old reader could not read; see the compatibility test. */
  readonly version: number
  readonly summary: string
  readonly data: Data
}

/** A committed event as a consumer sees it. */
export interface DomainEvent<Data = unknown> {
  readonly name: string
  readonly source: string
  readonly meta: EventMeta
  readonly data: Data
}

export type EventOf<C extends EventContract> = DomainEvent<z.output<C['data']>>

/** What a use case says happened; commit gives it its envelope. */
export interface NewEvent {
  readonly contract: EventContract
  readonly campusId: CampusId
  readonly aggregateId: string
  readonly aggregateVersion: number
  /** Defaults to the moment of the commit. */
  readonly occurredAt?: Instant
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * Declares an event.
 * @param declaration name in the past tense, publishers, version, one line of summary and the shape of its data
 */
// @__NO_SIDE_EFFECTS__
export function defineEvent<const Name extends string, Data extends z.ZodType<object>>(
  declaration: Omit<EventContract<Name>, 'data'> & { readonly data: () => Data },
): EventContract<Name, Data> {
  const data = whenAsked(declaration.data)
  return {
    ...declaration,
    get data() {
      return data()
    },
  }
}

/** Where a new event belongs: its campus, aggregate and the version that this change gave the aggregate. */
export type Occurrence = Omit<NewEvent, 'contract' | 'data'>

/** States that an event of this contract happened, with data of its shape. */
export function happened<C extends EventContract>(
  contract: C,
  occurrence: Occurrence,
  data: z.output<C['data']> & Readonly<Record<string, unknown>>,
): NewEvent {
  return { ...occurrence, contract, data }
}

/** The EventBridge pattern that selects these events. */
export const eventPattern = (contract: EventContract) => ({
  source: contract.publishers.map((publisher) => `crm.${publisher}`),
  'detail-type': [contract.name],
})

/** `detail` of an event on the bus: meta and data. */
export const detailSchema = <Data extends z.ZodType>(contract: EventContract<string, Data>) =>
  z.object({ meta: eventMetaSchema(), data: contract.data })
