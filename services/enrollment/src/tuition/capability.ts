import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { tuitionPaid, tuitionRefunded } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { tuitionDueJob } from '../lesson-hours/purchase-store.ts'
import { remindDueTuition } from './remind-due-tuition.ts'
import { routes } from './routes.ts'
import { sumPrepaid } from './sum-prepaid.ts'

/** Payments, which open hours in proportion, reminders of what is due, and refunds of hours not used. */
export const tuitionCapability: Capability<CampusContext> = {
  name: 'tuition',
  rules: ['E3', 'E5', 'E8', 'E13'],
  routes,
  jobs: [
    { kind: 'due', name: tuitionDueJob, run: remindDueTuition },
    // When nothing of the day before is still on its way.
    { kind: 'daily', name: 'sum-prepaid', at: '03:30', run: sumPrepaid },
  ],
  publishes: [tuitionPaid, tuitionRefunded, messageRequested],
}
