import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { cancellationJob, reminderJob } from './activity-store.ts'
import { routes } from './routes.ts'
import { remindOfActivity, tellActivityCancelled } from './tell-families.ts'

/** Study groups, sharing sessions, parent meetings and open days: who wants to come, and who came. */
export const activitiesCapability: Capability<CampusContext> = {
  name: 'activities',
  rules: ['E20'],
  routes,
  jobs: [
    { kind: 'due', name: reminderJob, run: remindOfActivity },
    { kind: 'due', name: cancellationJob, run: tellActivityCancelled },
  ],
  publishes: [messageRequested],
}
