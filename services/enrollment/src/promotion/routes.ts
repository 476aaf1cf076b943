import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/promotion-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { listPromotionProposals, promoteStudent } from './promote-student.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.listPromotionProposals, listPromotionProposals),
  bindRoute(contracts.promoteStudent, promoteStudent),
]
