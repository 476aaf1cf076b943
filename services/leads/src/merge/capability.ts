import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { leadMerged } from '@tutelage/shared/contracts/leads/events.ts'
import * as routes from '@tutelage/shared/contracts/leads/merge-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { mergeLeads } from './merge-leads.ts'

/** Two leads that turn out to be one person. */
export const mergeCapability: Capability<CampusContext> = {
  name: 'merge',
  rules: ['L3'],
  routes: [bindRoute(routes.mergeLeads, mergeLeads)],
  publishes: [leadMerged],
}
