import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { balanceRanLow, lessonHoursDeducted } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { routes } from './routes.ts'

/** The hours and prepaid money of each enrollment: deducted by attendance, explained in one read. */
export const lessonHoursCapability: Capability<CampusContext> = {
  name: 'lesson-hours',
  rules: ['E5', 'E7', 'E8'],
  routes,
  publishes: [lessonHoursDeducted, balanceRanLow, messageRequested],
}
