import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { teacherPayAccrued } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { postBasePay } from './post-base-pay.ts'
import { routes } from './routes.ts'

/** What teachers earn: by the lessons they held, which follows attendance, and each month. */
export const teacherPayCapability: Capability<CampusContext> = {
  name: 'teacher-pay',
  rules: ['E17'],
  routes,
  jobs: [{ kind: 'daily', name: 'post-base-pay', at: '02:00', run: postBasePay }],
  publishes: [teacherPayAccrued],
}
