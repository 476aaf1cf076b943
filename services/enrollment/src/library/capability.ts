import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { overdueJob } from './library-store.ts'
import { remindOverdue } from './remind-overdue.ts'
import { routes } from './routes.ts'

/** Titles, copies, who has them, and who should have brought them back. */
export const libraryCapability: Capability<CampusContext> = {
  name: 'library',
  rules: ['E19'],
  routes,
  jobs: [{ kind: 'due', name: overdueJob, run: remindOverdue }],
  publishes: [messageRequested],
}
