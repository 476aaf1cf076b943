import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { lessonCancelled, lessonScheduled } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { chargeLateCancellation } from './charge-late-cancellation.ts'
import { chargeJob } from './late-cancellation-store.ts'
import { routes } from './routes.ts'

/** One-to-one lessons that families book at their teacher's open hours, and cancel by the campus's notice. */
export const bookingCapability: Capability<CampusContext> = {
  name: 'booking',
  rules: ['E2'],
  routes,
  jobs: [{ kind: 'due', name: chargeJob, run: chargeLateCancellation }],
  publishes: [lessonScheduled, lessonCancelled],
}
