import type { Decision } from '../kernel/decision.ts'
import type { Instant, LocalDate } from '../kernel/instant.ts'
import type { BoundRoute } from './bind-route.ts'
import type { EventContract, ServiceName } from './define-event.ts'
import type { PartnerSubscription, Subscription } from './subscribe.ts'

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
