import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import {
  attendanceCorrected,
  classTransferred,
  lessonHoursDeducted,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { carryHoursOver } from './carry-hours-over.ts'
import { routes } from './routes.ts'

/** Students who go on in another class, with the hours that are left. */
export const transferCapability: Capability<CampusContext> = {
  name: 'transfer',
  rules: ['E5', 'E10'],
  routes,
  subscriptions: [
    on(attendanceCorrected, 'carry-corrected-hours', carryHoursOver),
    on(lessonHoursDeducted, 'carry-late-deductions', carryHoursOver),
  ],
  publishes: [classTransferred, messageRequested],
}
