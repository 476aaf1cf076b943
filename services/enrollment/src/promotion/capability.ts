import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { studentEnrolled, studentPromoted } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { routes } from './routes.ts'

/** Students who go on to the next level. */
export const promotionCapability: Capability<CampusContext> = {
  name: 'promotion',
  rules: ['E10'],
  routes,
  publishes: [studentPromoted, studentEnrolled, messageRequested],
}
