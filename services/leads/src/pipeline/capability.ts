import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { leadConverted, leadLost } from '@tutelage/shared/contracts/leads/events.ts'
import * as routes from '@tutelage/shared/contracts/leads/pipeline-routes.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { convertLead } from './convert-lead.ts'
import { moveLead } from './move-lead.ts'

/** Where each deal stands, from new to won or lost. */
export const pipelineCapability: Capability<CampusContext> = {
  name: 'pipeline',
  rules: ['L7'],
  routes: [bindRoute(routes.moveLead, moveLead)],
  subscriptions: [on(studentEnrolled, 'convert-lead', convertLead)],
  publishes: [leadConverted, leadLost],
}
