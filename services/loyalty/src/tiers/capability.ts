import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { tuitionPaid, tuitionRefunded } from '@tutelage/shared/contracts/enrollment/events.ts'
import { tierChanged } from '@tutelage/shared/contracts/loyalty/events.ts'
import { listTierChanges as contract } from '@tutelage/shared/contracts/loyalty/tier-routes.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { countPayment, countRefund } from './count-spend.ts'
import { listTierChanges } from './list-tier-changes.ts'
import { tiers } from './tier-policy.ts'

/** The ladder: where a member stands by cumulative spend, and why. */
export const tiersCapability: Capability<CampusContext> = {
  name: 'tiers',
  rules: ['Y2'],
  routes: [bindRoute(contract, listTierChanges), ...tiers.routes],
  subscriptions: [on(tuitionPaid, 'count-payment', countPayment), on(tuitionRefunded, 'count-refund', countRefund)],
  publishes: [tierChanged],
}
