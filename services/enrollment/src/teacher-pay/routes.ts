import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { getTeacherPay } from './get-teacher-pay.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [bindRoute(contracts.getTeacherPay, getTeacherPay)]
