import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import {
  classTransferred,
  enrollmentLapsed,
  enrollmentRenewed,
  enrollmentTerminated,
  tuitionPaid,
  tuitionRefunded,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { closeRenewals } from './close-renewals.ts'
import { noteRenewal } from './note-renewal.ts'
import { routes } from './routes.ts'
import { takeCensus } from './take-census.ts'

/** Who stays: counted on the census date, decided by the cut-off. */
export const renewalCapability: Capability<CampusContext> = {
  name: 'renewal',
  rules: ['E10', 'E14'],
  routes,
  subscriptions: [
    on(tuitionPaid, 'note-renewal', noteRenewal),
    on(tuitionRefunded, 'note-refund', noteRenewal),
    on(classTransferred, 'follow-to-new-class', noteRenewal),
    on(enrollmentTerminated, 'note-end', noteRenewal),
  ],
  jobs: [
    { kind: 'daily', name: 'take-census', at: '00:30', run: takeCensus },
    { kind: 'daily', name: 'close-renewals', at: '05:00', run: closeRenewals },
  ],
  publishes: [enrollmentRenewed, enrollmentLapsed],
}
