import * as z from 'zod'
import type { Decision } from '../kernel/decision.ts'
import { type Parsed, problemsOf } from './bind-route.ts'
import { whenAsked } from './deferred.ts'
import type { DomainEvent, EventContract, EventOf, ServiceName } from './define-event.ts'

/** What a use case does with an event. A refusal is final and logged; a `NotYet` or an outage is delivered again. */
export interface Subscription<Context> {
  /** Unique in the service; names the effect, and keys its inbox item. */
  readonly name: string
  readonly contract: EventContract
  handle(event: DomainEvent, context: Context): Promise<Decision<unknown>>
  /**
   * What follows once the effect stands, on every delivery, also the second: it commits by itself, without the inbox, and
   * so has a claim of its own. For what no transaction can hold, such as handing a mail to the mail service.
   */
  afterwards?(event: DomainEvent, context: Context): Promise<Decision<unknown>>
}

/**
 * Subscribes a use case to an event.
 * @param name what it does, such as `pend-points`
 * @param afterwards see `Subscription`
 */
export function on<C extends EventContract, Context>(
  contract: C,
  name: string,
  handle: (event: EventOf<C>, context: Context) => Promise<Decision<unknown>>,
  afterwards?: (event: EventOf<C>, context: Context) => Promise<Decision<unknown>>,
): Subscription<Context> {
  const typed = (event: DomainEvent) => ({ ...event, data: z.parse<C['data']>(contract.data, event.data) })
  return {
    name,
    contract,
    handle: (event, context) => handle(typed(event), context),
    ...(afterwards && { afterwards: (event: DomainEvent, context: Context) => afterwards(typed(event), context) }),
  }
}

/** An event type that partners may post to this service, if they are registered for it. */
export interface PartnerSubscription<Context> {
  readonly name: string
  readonly contract: PartnerEventContract
  parse(data: unknown): Parsed<Context>
}

/** The shape in which partners post one of the event types of the domain. Unlike our own events it may carry personal data. */
export interface PartnerEventContract<Name extends string = string, Data extends z.ZodType = z.ZodType> {
  readonly name: Name
  readonly owner: ServiceName
  readonly version: number
  readonly summary: string
  readonly data: Data
}

/** Declares the shape of an event that partners post. */
// @__NO_SIDE_EFFECTS__
export function definePartnerEvent<const Name extends string, Data extends z.ZodType<object>>(
  declaration: Omit<PartnerEventContract<Name>, 'data'> & { readonly data: () => Data },
): PartnerEventContract<Name, Data> {
  const data = whenAsked(declaration.data)
  return {
    ...declaration,
    get data() {
      return data()
    },
  }
}

/** Takes a partner's event in: the use case runs in the partner's scope, and its own events are the re-emission. */
export function onPartner<C extends PartnerEventContract, Context>(
  contract: C,
  name: string,
  handle: (data: z.output<C['data']>, context: Context) => Promise<Decision<unknown>>,
): PartnerSubscription<Context> {
  return {
    name,
    contract,
    parse(data) {
      const parsed = z.safeParse<C['data']>(contract.data, data)
      if (!parsed.success) return { ok: false, problems: problemsOf('data', parsed) }
      return { ok: true, run: (context) => handle(parsed.data, context) }
    },
  }
}
