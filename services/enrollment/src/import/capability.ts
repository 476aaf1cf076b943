import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { routes } from './routes.ts'

/** An existing school moves in: its students by their numbers, its classes, and what each family has left. */
export const importCapability: Capability<CampusContext> = {
  name: 'import',
  rules: ['E3', 'E5'],
  routes,
  publishes: [studentEnrolled],
}
