import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/students-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { getStudent } from './get-student.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [bindRoute(contracts.getStudent, getStudent)]
