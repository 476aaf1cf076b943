import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import * as routes from '@tutelage/shared/contracts/leads/capture-routes.ts'
import { leadAssigned, leadCaptured } from '@tutelage/shared/contracts/leads/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { partnerLeadCaptured } from '@tutelage/shared/contracts/partner-events.ts'
import { onPartner } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { captureFromPartner, captureLead, postInquiry } from './capture-lead.ts'
import { capturePolicy } from './capture-policy.ts'

/** What partners post; mounted with the partners of the service. */
export const leadFromPartner = onPartner(partnerLeadCaptured, 'capture-from-partner', captureFromPartner)

/** Inquiries come in: by staff, by the public form, from partners. */
export const captureCapability: Capability<CampusContext> = {
  name: 'capture',
  rules: ['L2', 'L3', 'L4'],
  routes: [
    bindRoute(routes.captureLead, captureLead),
    bindRoute(routes.postInquiry, postInquiry),
    ...capturePolicy.routes,
  ],
  publishes: [leadCaptured, leadAssigned, messageRequested],
}
