import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { returnVisitCompleted, serviceCommitmentFulfilled } from '@tutelage/shared/contracts/feedback/events.ts'
import * as routes from '@tutelage/shared/contracts/feedback/return-visits-routes.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { keepHousehold } from './keep-household.ts'
import { listReturnVisits } from './list-return-visits.ts'
import { recordReturnVisit } from './record-return-visit.ts'

/** Calls and visits to the families of students. */
export const returnVisitsCapability: Capability<CampusContext> = {
  name: 'return-visits',
  rules: ['F10'],
  routes: [
    bindRoute(routes.recordReturnVisit, recordReturnVisit),
    bindRoute(routes.listReturnVisits, listReturnVisits),
  ],
  subscriptions: [on(studentEnrolled, 'keep-household', keepHousehold)],
  publishes: [returnVisitCompleted, serviceCommitmentFulfilled],
}
