import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/lesson-hours-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { getBalance } from './get-balance.ts'
import { lessonHoursPolicy } from './policy.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.getBalance, getBalance),
  ...lessonHoursPolicy.routes,
]
