import { bindRoute } from '../contracts/bind-route.ts'
import type { Capability } from '../contracts/define-service.ts'
import * as routes from '../contracts/leads/campus-routes.ts'
import { campusConfigured } from '../contracts/leads/events.ts'
import { on } from '../contracts/subscribe.ts'
import type { CampusContext } from '../data/context.ts'
import { configureCampus } from './configure-campus.ts'
import { keepCampus } from './keep-campus.ts'
import { getCampus, listCampuses } from './list-campuses.ts'

/** The campuses where they are owned: in leads. */
export const campuses: Capability<CampusContext> = {
  name: 'campus',
  rules: ['Time', 'Language'],
  routes: [
    bindRoute(routes.configureCampus, configureCampus),
    bindRoute(routes.getCampus, getCampus),
    bindRoute(routes.listCampuses, listCampuses),
  ],
  publishes: [campusConfigured],
}

/** The copy of the campuses that every other service keeps. */
export const campusCopies: Capability<CampusContext> = {
  name: 'campus',
  rules: ['Time', 'Language'],
  subscriptions: [on(campusConfigured, 'keep-campus', keepCampus)],
}
