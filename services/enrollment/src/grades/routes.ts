import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { correctGrade } from './correct-grade.ts'
import { getProgress } from './get-progress.ts'
import { listGrades } from './list-grades.ts'
import { gradesPolicy } from './policy.ts'
import { recordGrade } from './record-grade.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.recordGrade, recordGrade),
  bindRoute(contracts.listGrades, listGrades),
  bindRoute(contracts.correctGrade, correctGrade),
  bindRoute(contracts.getProgress, getProgress),
  ...gradesPolicy.routes,
]
