import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { attendanceCorrected, lessonMissed } from '@tutelage/shared/contracts/enrollment/events.ts'
import * as routes from '@tutelage/shared/contracts/feedback/commitments-routes.ts'
import { serviceCommitmentBreached, serviceCommitmentFulfilled } from '@tutelage/shared/contracts/feedback/events.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { breachCommitment } from './breach-commitment.ts'
import { commitmentRules } from './commitment-policy.ts'
import { breachJob } from './commitment-store.ts'
import { followCorrection, promiseCall } from './follow-attendance.ts'
import { listCommitments, listStudentCommitments } from './list-commitments.ts'

/** The promises of the handbook, kept or broken: the call on the same day after an absence. */
export const commitmentsCapability: Capability<CampusContext> = {
  name: 'commitments',
  rules: ['F9'],
  routes: [
    bindRoute(routes.listCommitments, listCommitments),
    bindRoute(routes.listStudentCommitments, listStudentCommitments),
    ...commitmentRules.routes,
  ],
  subscriptions: [
    on(lessonMissed, 'promise-call', promiseCall),
    on(attendanceCorrected, 'follow-correction', followCorrection),
  ],
  jobs: [{ kind: 'due', name: breachJob, run: breachCommitment }],
  publishes: [serviceCommitmentFulfilled, serviceCommitmentBreached],
}
