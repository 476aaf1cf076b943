import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import type { listRooms as roomsContract } from '@tutelage/shared/contracts/enrollment/rooms-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { StoredPage } from '@tutelage/shared/data/read-page.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import * as store from './catalogue-store.ts'
import * as roomStore from './room-store.ts'

const replyOf = <Value>({ items, ...rest }: StoredPage<Value>) =>
  accept({ items: items.map(({ value }) => value), ...rest })

/** One page of the courses. */
export const listCourses = async ({ query }: RequestOf<typeof contracts.listCourses>, context: CampusContext) =>
  replyOf(await store.listCourses(context, query))

/** One page of the terms. */
export const listTerms = async ({ query }: RequestOf<typeof contracts.listTerms>, context: CampusContext) =>
  replyOf(await store.listTerms(context, query))

/** One page of a course's list prices, by the day from which they hold. */
export const listListPrices = async (
  { params, query }: RequestOf<typeof contracts.listListPrices>,
  context: CampusContext,
) => replyOf(await store.listPrices(context, params.courseId, query))

/** One page of the rooms. */
export const listRooms = async ({ query }: RequestOf<typeof roomsContract>, context: CampusContext) =>
  replyOf(await roomStore.listRooms(context, query))

/** One page of the class groups. */
export const listClassGroups = async ({ query }: RequestOf<typeof contracts.listClassGroups>, context: CampusContext) =>
  replyOf(await store.listClassGroups(context, query))

/** One class group, with its version. @throws NotFound when the campus has none of that id */
export async function getClassGroup({ params }: RequestOf<typeof contracts.getClassGroup>, context: CampusContext) {
  const { value, version } = await store.readClassGroup(context, params.classGroupId)
  return accept({ ...value, version })
}

/** One course, with its version. @throws NotFound when the campus has none of that id */
export async function getCourse({ params }: RequestOf<typeof contracts.getCourse>, context: CampusContext) {
  const stored = await store.findCourse(context, params.courseId)
  if (!stored) throw new NotFound('course')
  return accept({ ...stored.value, version: stored.version })
}
