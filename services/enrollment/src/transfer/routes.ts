import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/transfer-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { previewTransfer, transferStudent } from './transfer-student.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.previewTransfer, previewTransfer),
  bindRoute(contracts.transferStudent, transferStudent),
]
