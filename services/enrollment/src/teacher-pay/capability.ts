import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { teacherPayAccrued } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { routes } from './routes.ts'

/** What teachers earn by the lessons they held; it follows attendance. */
export const teacherPayCapability: Capability<CampusContext> = {
  name: 'teacher-pay',
  rules: ['E17'],
  routes,
  publishes: [teacherPayAccrued],
}
