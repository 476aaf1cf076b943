import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { gradeFell, gradeRecorded } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { routes } from './routes.ts'

/** Scores, and the large falls that families hear of the same day. */
export const gradesCapability: Capability<CampusContext> = {
  name: 'grades',
  rules: ['E15'],
  routes,
  publishes: [gradeRecorded, gradeFell, messageRequested],
}
