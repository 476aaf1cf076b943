import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as shares from '@tutelage/shared/contracts/enrollment/year-plan-shares-routes.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { enrollUnderPlan } from './enroll-under-plan.ts'
import { leaveYearPlan, quoteExit } from './leave-year-plan.ts'
import { payDeposit, payYearPlan } from './pay-year-plan.ts'
import { yearPlanPolicy } from './policy.ts'
import { getYearPlan, getYearPlanShares, listCountedStudents } from './read-year-plan.ts'
import { quoteYearPlan, signYearPlan } from './sign-year-plan.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.quoteYearPlan, quoteYearPlan),
  bindRoute(contracts.signYearPlan, signYearPlan),
  bindRoute(contracts.getYearPlan, getYearPlan),
  bindRoute(contracts.payDeposit, payDeposit),
  bindRoute(contracts.payYearPlan, payYearPlan),
  bindRoute(contracts.enrollUnderPlan, enrollUnderPlan),
  bindRoute(contracts.quoteExit, quoteExit),
  bindRoute(contracts.leaveYearPlan, leaveYearPlan),
  bindRoute(shares.getYearPlanShares, getYearPlanShares),
  bindRoute(shares.listCountedStudents, listCountedStudents),
  ...yearPlanPolicy.routes,
]
