import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/elite-routes.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { eliteSeatJob } from './application-store.ts'
import { applyForElite, listApplications } from './apply.ts'
import { elitePolicy } from './policy.ts'
import { declineAdmission, expireAdmissions, previewAdmission, runAdmission } from './run-admission.ts'

/** Who sits in elite classes: by score, by rank, as many as there are seats. */
export const eliteCapability: Capability<CampusContext> = {
  name: 'elite',
  rules: ['E12'],
  routes: [
    bindRoute(contracts.applyForElite, applyForElite),
    bindRoute(contracts.listApplications, listApplications),
    bindRoute(contracts.previewAdmission, previewAdmission),
    bindRoute(contracts.runAdmission, runAdmission),
    bindRoute(contracts.declineAdmission, declineAdmission),
    ...elitePolicy.routes,
  ],
  jobs: [{ kind: 'due', name: eliteSeatJob, run: expireAdmissions }],
  publishes: [messageRequested],
}
