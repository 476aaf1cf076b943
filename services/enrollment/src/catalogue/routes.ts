import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import * as rooms from '@tutelage/shared/contracts/enrollment/rooms-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { changeSuccessor } from './change-successor.ts'
import { addListPrice, createClassGroup, createCourse, createRoom, createTerm } from './extend-catalogue.ts'
import {
  getClassGroup,
  getCourse,
  listClassGroups,
  listCourses,
  listListPrices,
  listRooms,
  listTerms,
} from './read-catalogue.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.createCourse, createCourse),
  bindRoute(contracts.listCourses, listCourses),
  bindRoute(contracts.getCourse, getCourse),
  bindRoute(contracts.changeSuccessor, changeSuccessor),
  bindRoute(contracts.createTerm, createTerm),
  bindRoute(contracts.listTerms, listTerms),
  bindRoute(contracts.addListPrice, addListPrice),
  bindRoute(contracts.listListPrices, listListPrices),
  bindRoute(rooms.createRoom, createRoom),
  bindRoute(rooms.listRooms, listRooms),
  bindRoute(contracts.createClassGroup, createClassGroup),
  bindRoute(contracts.getClassGroup, getClassGroup),
  bindRoute(contracts.listClassGroups, listClassGroups),
]
