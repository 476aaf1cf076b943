import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/library-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { addCopy, addTitle, withdrawCopy } from './extend-library.ts'
import { lendCopy, renewLoan, returnCopy } from './lend-copy.ts'
import { libraryPolicy } from './policy.ts'
import { getTitle, listOpenLoans, listStudentLoans, listTitles } from './read-library.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.addTitle, addTitle),
  bindRoute(contracts.listTitles, listTitles),
  bindRoute(contracts.getTitle, getTitle),
  bindRoute(contracts.addCopy, addCopy),
  bindRoute(contracts.lendCopy, lendCopy),
  bindRoute(contracts.renewLoan, renewLoan),
  bindRoute(contracts.returnCopy, returnCopy),
  bindRoute(contracts.withdrawCopy, withdrawCopy),
  bindRoute(contracts.listOpenLoans, listOpenLoans),
  bindRoute(contracts.listStudentLoans, listStudentLoans),
  ...libraryPolicy.routes,
]
