import * as z from 'zod'
import type { Decision } from '../kernel/decision.ts'
import type { Instant, LocalDate } from '../kernel/instant.ts'
import { type Deferred, whenAsked } from './deferred.ts'
import type { DomainEvent, EventContract, EventOf, ServiceName } from './define-event.ts'
import type { RefusalOf, ReplyOf, RequestOf, RouteContract } from './define-route.ts'

/** A request as it arrived: strings, and the body as parsed JSON or form. */
export interface RawRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
  readonly ifMatch: number | undefined
  readonly raw: { readonly body: string; readonly headers: Readonly<Record<string, string>> }
}

/** What is wrong with one field of a request: where, which rule, and a sentence without the value itself. */
export interface FieldProblem {
  readonly path: string
  readonly code: string
  readonly message: string
}

export type Parsed<Context> =
  | { readonly ok: false; readonly problems: readonly FieldProblem[] }
  | { readonly ok: true; readonly run: (context: Context) => Promise<Decision<unknown>> }

/** A route with its use case. `parse` checks the request; only then can it run. */
export interface BoundRoute<Context> {
  readonly contract: RouteContract
  parse(request: RawRequest): Parsed<Context>
}

function problemsOf(part: string, result: z.ZodSafeParseResult<unknown>): FieldProblem[] {
  if (result.success) return []
  return result.error.issues.map((issue) => ({
    path: [part, ...issue.path.map(String)].join('.'),
    code: issue.code,
    message: issue.message,
  }))
}

/**
 * Binds a route's contract to its use case.
 * @param handle gets the checked request; answers the reply's body or one of the contract's refusals
 */
export function bindRoute<C extends RouteContract, Context>(
  contract: C,
  handle: (request: RequestOf<C>, context: Context) => Promise<Decision<ReplyOf<C>, RefusalOf<C>>>,
): BoundRoute<Context> {
  return {
    contract,
    parse({ ifMatch, raw, ...request }) {
      const params = z.safeParse<C['params']>(contract.params, request.params)
      const query = z.safeParse<C['query']>(contract.query, request.query)
      const body = z.safeParse<C['body']>(contract.body, request.body)
      if (params.success && query.success && body.success) {
        const checked = { params: params.data, query: query.data, body: body.data, ifMatch, raw }
        return { ok: true, run: (context) => handle(checked, context) }
      }
      return {
        ok: false,
        problems: [...problemsOf('params', params), ...problemsOf('query', query), ...problemsOf('body', body)],
      }
    },
  }
}

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
  declaration: Omit<PartnerEventContract<Name>, 'data'> & { readonly data: Deferred<Data> },
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

/** Something that waits for its moment in the `due` index: a follow-up, a complaint's clock, a reminder. Checked each minute. */
export interface DueJob<Context> {
  readonly kind: 'due'
  /** Names the items: `dueKey` files them under it. */
  readonly name: string
  /**
   * Does what is due. Must itself take the item out of the index, in the same commit, or it comes again.
   * @param key of the item that is due
   */
  run(
    key: { readonly pk: string; readonly sk: string; readonly dueAt: Instant },
    context: Context,
  ): Promise<Decision<unknown>>
}

/** What happens once per campus and local day, page by page; a missed day is made up for within three days. */
export interface DailyJob<Context> {
  readonly kind: 'daily'
  readonly name: string
  /** Local time of the campus, `HH:mm`. */
  readonly at: string
  /** @returns where to go on, or undefined at the end. Runs again after a crash, so each effect has its own claim. */
  run(day: LocalDate, cursor: string | undefined, context: Context): Promise<string | undefined>
}

/** One capability of the domain: what its folder brings to the service. */
export interface Capability<Context> {
  /** The folder's name. */
  readonly name: string
  /** Ids of the domain's rules: `L3`. */
  readonly rules: readonly string[]
  readonly routes?: readonly BoundRoute<Context>[]
  readonly subscriptions?: readonly Subscription<Context>[]
  readonly partnerSubscriptions?: readonly PartnerSubscription<Context>[]
  readonly jobs?: readonly (DueJob<Context> | DailyJob<Context>)[]
  readonly publishes?: readonly EventContract[]
  /** The capability sends mail: its service's functions get the permission to. */
  readonly sendsMail?: boolean
}

export interface Service<Context> {
  readonly name: ServiceName
  readonly capabilities: readonly Capability<Context>[]
  readonly routes: readonly BoundRoute<Context>[]
  readonly subscriptions: readonly Subscription<Context>[]
  readonly partnerSubscriptions: readonly PartnerSubscription<Context>[]
  readonly jobs: readonly (DueJob<Context> | DailyJob<Context>)[]
  readonly publishes: readonly EventContract[]
  readonly sendsMail: boolean
}

/**
 * The manifest of a service: the one list that CDK, handlers, documents and tests read.
 * @throws Error at start when two capabilities bring the same route, subscription or job, or a route of another service
 */
export function defineService<Context>(
  name: ServiceName,
  capabilities: readonly Capability<Context>[],
): Service<Context> {
  const routes = capabilities.flatMap((capability) => capability.routes ?? [])
  const subscriptions = capabilities.flatMap((capability) => capability.subscriptions ?? [])
  const partnerSubscriptions = capabilities.flatMap((capability) => capability.partnerSubscriptions ?? [])
  const jobs = capabilities.flatMap((capability) => capability.jobs ?? [])
  const strangers = routes.filter((route) => route.contract.service !== name)
  if (strangers.length > 0) throw new Error(`${name}: route ${strangers[0]?.contract.id} is another service's`)
  refuseTwins(routes.map(({ contract }) => contract.id))
  refuseTwins(routes.map(({ contract }) => `${contract.method} ${contract.path}`))
  refuseTwins([...subscriptions, ...partnerSubscriptions].map((subscription) => subscription.name))
  refuseTwins(jobs.map((job) => job.name))
  return {
    name,
    capabilities,
    routes,
    subscriptions,
    partnerSubscriptions,
    jobs,
    publishes: [...new Set(capabilities.flatMap((capability) => capability.publishes ?? []))],
    sendsMail: capabilities.some((capability) => capability.sendsMail),
  }
}

function refuseTwins(names: readonly string[]): void {
  const twin = names.find((name, at) => names.indexOf(name) !== at)
  if (twin) throw new Error(`two of ${twin}`)
}
