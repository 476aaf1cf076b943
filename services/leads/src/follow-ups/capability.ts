import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { followUpCompleted, followUpOverdue } from '@tutelage/shared/contracts/leads/events.ts'
import * as routes from '@tutelage/shared/contracts/leads/follow-ups-routes.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { completeFollowUp } from './complete-follow-up.ts'
import { escalateFollowUp } from './escalate-follow-up.ts'
import { followUpPolicy } from './follow-up-policy.ts'
import { overdueJob } from './follow-up-store.ts'
import { listFollowUps } from './list-follow-ups.ts'

/** The follow-up clock: who owes whom a contact by when, and what happens when it is not made. */
export const followUpsCapability: Capability<CampusContext> = {
  name: 'follow-ups',
  rules: ['L6', 'Time'],
  routes: [
    bindRoute(routes.listFollowUps, listFollowUps),
    bindRoute(routes.completeFollowUp, completeFollowUp),
    ...followUpPolicy.routes,
  ],
  jobs: [{ kind: 'due', name: overdueJob, run: escalateFollowUp }],
  publishes: [followUpCompleted, followUpOverdue, messageRequested],
}
