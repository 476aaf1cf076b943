import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { tuitionPaid, tuitionRefunded } from '@tutelage/shared/contracts/enrollment/events.ts'
import {
  pointsEarned,
  pointsExpired,
  pointsRedeemed,
  pointsReversed,
} from '@tutelage/shared/contracts/loyalty/events.ts'
import * as routes from '@tutelage/shared/contracts/loyalty/points-routes.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { earnPoints, reversePoints } from './earn-points.ts'
import { expirePoints } from './expire-points.ts'
import { getPoints } from './get-points.ts'
import { pointsRules } from './points-policy.ts'
import { expireJob } from './points-store.ts'
import { redeemPoints } from './redeem-points.ts'

/** Points: earned by spend, pending, spent, expired, taken back by refunds. */
export const pointsCapability: Capability<CampusContext> = {
  name: 'points',
  rules: ['Y4', 'Y5'],
  routes: [bindRoute(routes.getPoints, getPoints), bindRoute(routes.redeemPoints, redeemPoints), ...pointsRules.routes],
  subscriptions: [on(tuitionPaid, 'earn-points', earnPoints), on(tuitionRefunded, 'reverse-points', reversePoints)],
  jobs: [{ kind: 'due', name: expireJob, run: expirePoints }],
  publishes: [pointsEarned, pointsRedeemed, pointsReversed, pointsExpired],
}
