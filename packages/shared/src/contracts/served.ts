import type { BoundRoute } from './bind-route.ts'
import type { EventContract, ServiceName } from './define-event.ts'
import type { RouteContract } from './define-route.ts'
import type { Service } from './define-service.ts'
import type { PartnerSubscription, Subscription } from './subscribe.ts'

/** Something of which only so much is known, until the code of its capability is read. */
type Later<Whole, Known = object> = Known & { load(): Promise<Whole> }

/** Where a route is: all that finding it takes. */
export interface RoutePlace {
  readonly contract: Pick<RouteContract, 'service' | 'method' | 'path'>
}

interface Heard {
  readonly contract: Pick<EventContract, 'name'>
}

/** What handlers look up in a service: its manifest, or the index that a bundle holds in the manifest's place. */
export interface Served<Context> {
  readonly name: ServiceName
  readonly routes: readonly (BoundRoute<Context> | Later<BoundRoute<Context>, RoutePlace>)[]
  readonly subscriptions: readonly (Subscription<Context> | Later<Subscription<Context>, Heard>)[]
  readonly partnerSubscriptions: readonly (PartnerSubscription<Context> | Later<PartnerSubscription<Context>>)[]
  readonly jobs: Service<Context>['jobs']
}

/** The whole of something; reads the code of its capability if that was not read yet. */
export const whole = async <Whole extends object>(one: Whole | Later<Whole>): Promise<Whole> =>
  'load' in one ? one.load() : one
