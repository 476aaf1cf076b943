import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import * as routes from '@tutelage/shared/contracts/leads/assignment-routes.ts'
import { leadAssigned } from '@tutelage/shared/contracts/leads/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { assignLead, claimLead } from './assign-lead.ts'
import { assignmentPolicy } from './assignment-policy.ts'
import { getConsultant, listConsultants, setConsultant } from './keep-consultants.ts'
import { listLeadPool, listLeads } from './list-leads.ts'

/** Who takes which lead: in turn at capture, by the manager, or from the pool. */
export const assignmentCapability: Capability<CampusContext> = {
  name: 'assignment',
  rules: ['L5'],
  routes: [
    bindRoute(routes.setConsultant, setConsultant),
    bindRoute(routes.getConsultant, getConsultant),
    bindRoute(routes.listConsultants, listConsultants),
    bindRoute(routes.listLeads, listLeads),
    bindRoute(routes.listLeadPool, listLeadPool),
    bindRoute(routes.assignLead, assignLead),
    bindRoute(routes.claimLead, claimLead),
    ...assignmentPolicy.routes,
  ],
  publishes: [leadAssigned, messageRequested],
}
