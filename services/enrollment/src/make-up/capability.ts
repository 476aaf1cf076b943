import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { makeUpCreditExpired } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { expiryJob } from '../attendance/mark-store.ts'
import { expireMakeUp } from './expire-make-up.ts'
import { routes } from './routes.ts'

/** Missed lessons that may be made up as a guest of another class. */
export const makeUpCapability: Capability<CampusContext> = {
  name: 'make-up',
  rules: ['E9'],
  routes,
  jobs: [{ kind: 'due', name: expiryJob, run: expireMakeUp }],
  publishes: [makeUpCreditExpired],
}
