import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { tuitionPaid, tuitionRefunded } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { routes } from './routes.ts'

/** Payments, which open hours in proportion, and refunds of hours not used. */
export const tuitionCapability: Capability<CampusContext> = {
  name: 'tuition',
  rules: ['E3', 'E5', 'E13'],
  routes,
  publishes: [tuitionPaid, tuitionRefunded, messageRequested],
}
