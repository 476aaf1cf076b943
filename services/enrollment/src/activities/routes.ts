import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/activities-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { cancelActivity, getActivity, listActivities, listSignUps, planActivity } from './organize-activity.ts'
import { activitiesPolicy } from './policy.ts'
import { markSignUp, signUp, withdrawSignUp } from './sign-up.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.planActivity, planActivity),
  bindRoute(contracts.listActivities, listActivities),
  bindRoute(contracts.getActivity, getActivity),
  bindRoute(contracts.cancelActivity, cancelActivity),
  bindRoute(contracts.signUp, signUp),
  bindRoute(contracts.withdrawSignUp, withdrawSignUp),
  bindRoute(contracts.markSignUp, markSignUp),
  bindRoute(contracts.listSignUps, listSignUps),
  ...activitiesPolicy.routes,
]
