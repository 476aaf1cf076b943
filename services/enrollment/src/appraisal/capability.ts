import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/appraisal-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { getAppraisal } from './get-appraisal.ts'
import { appraisalPolicy } from './policy.ts'

/** How teachers do, by several factors. */
export const appraisalCapability: Capability<CampusContext> = {
  name: 'appraisal',
  rules: ['E17'],
  routes: [bindRoute(contracts.getAppraisal, getAppraisal), ...appraisalPolicy.routes],
}
