import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/renewal-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { listRenewalWork } from './list-renewal-work.ts'
import { renewalPolicy } from './policy.ts'
import { getChainRenewals } from './read-chain-renewals.ts'
import {
  getCampusRenewals,
  getClassPromotions,
  getClassRenewals,
  getCourseRenewals,
  getTeacherPromotions,
  getTeacherRenewals,
} from './read-renewals.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.getClassRenewals, getClassRenewals),
  bindRoute(contracts.getCourseRenewals, getCourseRenewals),
  bindRoute(contracts.getTeacherRenewals, getTeacherRenewals),
  bindRoute(contracts.getCampusRenewals, getCampusRenewals),
  bindRoute(contracts.getChainRenewals, getChainRenewals),
  bindRoute(contracts.getClassPromotions, getClassPromotions),
  bindRoute(contracts.getTeacherPromotions, getTeacherPromotions),
  bindRoute(contracts.listRenewalWork, listRenewalWork),
  ...renewalPolicy.routes,
]
