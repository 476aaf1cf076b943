import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { bookMakeUp } from './book-make-up.ts'
import { cancelMakeUp } from './cancel-make-up.ts'
import { makeUpPolicy } from './policy.ts'
import { listMakeUpCredits, listSpareSeats } from './read-make-ups.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.listMakeUpCredits, listMakeUpCredits),
  bindRoute(contracts.listSpareSeats, listSpareSeats),
  bindRoute(contracts.bookMakeUp, bookMakeUp),
  bindRoute(contracts.cancelMakeUp, cancelMakeUp),
  ...makeUpPolicy.routes,
]
