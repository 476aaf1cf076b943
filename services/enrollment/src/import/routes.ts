import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/import-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { bringRows } from './bring-rows.ts'
import {
  findKnownNumbers,
  getImport,
  getImportTemplate,
  getImportWorkbook,
  listImportProblems,
  startImport,
} from './read-imports.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.startImport, startImport),
  bindRoute(contracts.bringRows, bringRows),
  bindRoute(contracts.findKnownNumbers, findKnownNumbers),
  bindRoute(contracts.getImport, getImport),
  bindRoute(contracts.listImportProblems, listImportProblems),
  bindRoute(contracts.getImportTemplate, getImportTemplate),
  bindRoute(contracts.getImportWorkbook, getImportWorkbook),
]
