import { bindRoute } from '../contracts/bind-route.ts'
import type { ServiceName } from '../contracts/define-event.ts'
import type { Capability } from '../contracts/define-service.ts'
import { partnerRoutes } from '../contracts/partner-routes.ts'
import type { PartnerSubscription } from '../contracts/subscribe.ts'
import type { CampusContext } from '../data/context.ts'
import type { RandomBytes } from '../kernel/ids.ts'
import { createPartnerSecret } from './create-partner-secret.ts'
import { listPartners, registerPartner } from './register-partner.ts'
import { discardQuarantined, listQuarantine, releaseQuarantined } from './release-quarantined.ts'
import { takeInFromHttp } from './take-in-from-http.ts'

const strongRandom: RandomBytes = (bytes) => crypto.getRandomValues(bytes)

/**
 * The partners of a service: registration, signed intake over HTTP, intake from the partner bus, quarantine.
 * @param subscriptions what partners may post to this service, at most one for each type
 * @param random makes the secrets
 * @throws Error at start when two subscriptions are to one type
 */
export function partnerCapability(
  service: ServiceName,
  subscriptions: readonly PartnerSubscription<CampusContext>[],
  random: RandomBytes = strongRandom,
): Capability<CampusContext> {
  const contracts = subscriptions.map(({ contract }) => contract)
  const types = contracts.map(({ name }) => name)
  if (new Set(types).size < types.length) throw new Error(`${service}: two subscriptions to one partner event`)
  const routes = partnerRoutes(service, contracts)
  return {
    name: 'partners',
    rules: ['Provenance', 'Least privilege', 'Bad input'],
    partnerSubscriptions: subscriptions,
    routes: [
      bindRoute(routes.registerPartner, (request, context: CampusContext) => registerPartner(request, context, types)),
      bindRoute(routes.listPartners, listPartners),
      bindRoute(routes.createPartnerSecret, (request, context: CampusContext) =>
        createPartnerSecret(request, context, random),
      ),
      bindRoute(routes.postPartnerEvent, (request, context: CampusContext) =>
        takeInFromHttp(request, context, subscriptions),
      ),
      bindRoute(routes.listQuarantine, listQuarantine),
      bindRoute(routes.releaseQuarantined, (request, context: CampusContext) =>
        releaseQuarantined(request, context, subscriptions),
      ),
      bindRoute(routes.discardQuarantined, discardQuarantined),
    ],
  }
}
