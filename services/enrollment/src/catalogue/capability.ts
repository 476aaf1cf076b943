import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { routes } from './routes.ts'

/** Courses, terms, list prices and class groups. */
export const catalogueCapability: Capability<CampusContext> = { name: 'catalogue', rules: ['E1'], routes }
