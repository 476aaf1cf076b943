import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { closePayMonth, listClosedPayMonths } from './close-pay-month.ts'
import { getTeacherPay, listPaidTeachers } from './get-teacher-pay.ts'
import { getBasePay, setBasePay } from './keep-base-pay.ts'
import { teacherPayPolicy } from './policy.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.getTeacherPay, getTeacherPay),
  bindRoute(contracts.setBasePay, setBasePay),
  bindRoute(contracts.getBasePay, getBasePay),
  bindRoute(contracts.closePayMonth, closePayMonth),
  bindRoute(contracts.listClosedPayMonths, listClosedPayMonths),
  bindRoute(contracts.listPaidTeachers, listPaidTeachers),
  ...teacherPayPolicy.routes,
]
