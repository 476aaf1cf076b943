import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { moveRecords } from './move-records.ts'
import { moveRecordsJob } from './record-move-store.ts'
import { routes } from './routes.ts'
import { subscriptions } from './subscriptions.ts'

/** Who can be enrolled: the students that leads told of, by ids, and the tier of their household. */
export const studentsCapability: Capability<CampusContext> = {
  name: 'students',
  rules: ['L2', 'L3', 'Y3'],
  routes,
  subscriptions,
  jobs: [{ kind: 'due', name: moveRecordsJob, run: moveRecords }],
}
