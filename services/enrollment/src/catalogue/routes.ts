import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { addListPrice, createClassGroup, createCourse, createTerm } from './extend-catalogue.ts'
import { getClassGroup, listClassGroups, listCourses, listListPrices, listTerms } from './read-catalogue.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.createCourse, createCourse),
  bindRoute(contracts.listCourses, listCourses),
  bindRoute(contracts.createTerm, createTerm),
  bindRoute(contracts.listTerms, listTerms),
  bindRoute(contracts.addListPrice, addListPrice),
  bindRoute(contracts.listListPrices, listListPrices),
  bindRoute(contracts.createClassGroup, createClassGroup),
  bindRoute(contracts.getClassGroup, getClassGroup),
  bindRoute(contracts.listClassGroups, listClassGroups),
]
