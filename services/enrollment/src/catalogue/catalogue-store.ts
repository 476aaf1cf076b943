import {
  classGroupReply,
  courseReply,
  listPriceReply,
  termReply,
} from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { amountField, idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readAll, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'
import type { ClassGroup } from './class-group.ts'
import type { ListPrice } from './list-price.ts'

const courseItem = defineItem('course', courseReply)
const termItem = defineItem('term', termReply)
const listPriceItem = defineItem('listPrice', listPriceReply)
const classGroupItem = defineItem('classGroup', () =>
  classGroupReply().extend({
    teacherRateMinor: amountField(),
    teacherSince: instantField().optional(),
    waiting: z.int().optional(),
  }),
)

/** Names a class where others look for it: among those of its course, and of its term. */
const namedClassItem = defineItem('namedClass', () => z.object({ classGroupId: idField('classGroup') }))

export type Course = z.output<ReturnType<typeof courseReply>>
type Term = z.output<ReturnType<typeof termReply>>

const pricesPartition = (courseId: Id<'course'>): string => `LISTPRICES#${courseId}`
const classGroupKey = ({ campus }: CampusContext, id: Id<'classGroup'>): ItemKey => campusKey(campus, 'CLASSGROUPS', id)

const courseKey = ({ campus }: CampusContext, courseId: Id<'course'>): ItemKey => campusKey(campus, 'COURSES', courseId)

export const findCourse = async (context: CampusContext, courseId: Id<'course'>): Promise<Stored<Course> | undefined> =>
  courseItem.find(await context.table.get(courseKey(context, courseId)))

/** @param version as it was read, or 0 for a new course */
export const writeCourse = (context: CampusContext, course: Course, version: number): Write =>
  courseItem.write(courseKey(context, course.courseId), course, { version })

/** The commit fails when the course was changed since it was read. */
export const checkCourse = (context: CampusContext, { value, version }: Stored<Course>): Write => ({
  op: 'check',
  key: courseKey(context, value.courseId),
  when: { version },
})

export const listCourses = ({ table, campus }: CampusContext, page: PageRequest) =>
  readPage(table, courseItem, { pk: campusPartition(campus, 'COURSES'), ...page })

export const findTerm = async ({ table, campus }: CampusContext, termId: Id<'term'>) =>
  termItem.find(await table.get(campusKey(campus, 'TERMS', termId)))?.value

export const addTerm = ({ campus }: CampusContext, term: Term): Write =>
  termItem.write(campusKey(campus, 'TERMS', term.termId), term, { version: 0 })

export const listTerms = ({ table, campus }: CampusContext, page: PageRequest) =>
  readPage(table, termItem, { pk: campusPartition(campus, 'TERMS'), ...page })

/** The price of exactly this day, if one was set. */
export const findListPrice = async ({ table, campus }: CampusContext, price: ListPrice) =>
  listPriceItem.find(await table.get(campusKey(campus, pricesPartition(price.courseId), price.effectiveFrom)))?.value

export const addPrice = ({ campus }: CampusContext, price: ListPrice): Write =>
  listPriceItem.write(campusKey(campus, pricesPartition(price.courseId), price.effectiveFrom), price, { version: 0 })

/** Every list price of a course, by the day from which it holds. */
export const loadListPrices = async (
  { table, campus }: CampusContext,
  courseId: Id<'course'>,
): Promise<readonly ListPrice[]> =>
  (await readAll(table, listPriceItem, { pk: campusPartition(campus, pricesPartition(courseId)) })).map(
    ({ value }) => value,
  )

export const listPrices = ({ table, campus }: CampusContext, courseId: Id<'course'>, page: PageRequest) =>
  readPage(table, listPriceItem, { pk: campusPartition(campus, pricesPartition(courseId)), ...page })

/** @throws NotFound when the campus has no such class group */
export async function readClassGroup(
  context: CampusContext,
  classGroupId: Id<'classGroup'>,
): Promise<Stored<ClassGroup>> {
  const stored = classGroupItem.find(await context.table.get(classGroupKey(context, classGroupId)))
  if (!stored) throw new NotFound('class group')
  return stored
}

/** The same without its version. @throws NotFound when the campus has no such class group */
export const loadClassGroup = async (context: CampusContext, classGroupId: Id<'classGroup'>): Promise<ClassGroup> =>
  (await readClassGroup(context, classGroupId)).value

/** The commit fails when a seat of the class was taken, or anything of it changed, since it was read. */
export const checkClassGroup = (context: CampusContext, classGroupId: Id<'classGroup'>, version: number): Write => ({
  op: 'check',
  key: classGroupKey(context, classGroupId),
  when: { version },
})

/** One of its students takes a seat in another class: who schedules lessons of this one meanwhile has to look again. */
export const noteNeighbour = (context: CampusContext, classGroupId: Id<'classGroup'>): Write => ({
  op: 'add',
  key: classGroupKey(context, classGroupId),
  add: { seatsElsewhere: 1 },
})

/** @param version as it was read; a new class group is opened by `addClassGroup` */
export const writeClassGroup = (context: CampusContext, classGroup: ClassGroup, version: number): Write =>
  classGroupItem.write(
    classGroupKey(context, classGroup.classGroupId),
    { ...classGroup, attendance: classGroup.attendance && { ...classGroup.attendance } },
    { version },
  )

/**
 * Takes one seat; the commit fails when none is free by then.
 * @param served families that wait no more: 1 when who takes it waited for one, as it may be in a class that is over
 */
export const takeSeat = (context: CampusContext, { classGroupId }: ClassGroup, served: 0 | 1 = 0): Write => ({
  op: 'add',
  key: classGroupKey(context, classGroupId),
  add: { seatsTaken: 1, seatsLeft: -1, ...(served && { waiting: -served }) },
  within: { seatsLeft: { min: 0 }, ...(served && { waiting: { min: 0 } }) },
})

/** The seat that was kept is taken now: as when one is taken, who schedules lessons of the class meanwhile has to look again. */
export const takeKeptSeat = (context: CampusContext, { classGroupId }: ClassGroup): Write => ({
  op: 'add',
  key: classGroupKey(context, classGroupId),
  add: { seatsTaken: 0 },
})

/** Frees one seat; the commit fails when somebody waits for it by then, unless the class is over. */
export const freeSeat = (
  context: CampusContext,
  classGroupId: Id<'classGroup'>,
  { isOver = false }: { readonly isOver?: boolean } = {},
): Write => ({
  op: 'add',
  key: classGroupKey(context, classGroupId),
  add: { seatsTaken: -1, seatsLeft: 1, waiting: 0 },
  within: { seatsTaken: { min: 0 }, ...(!isOver && { waiting: { max: 0 } }) },
})

/** One more family waits; the commit fails when a seat is free by then. */
export const countWaiting = (context: CampusContext, { classGroupId }: Pick<ClassGroup, 'classGroupId'>): Write => ({
  op: 'add',
  key: classGroupKey(context, classGroupId),
  add: { waiting: 1, seatsLeft: 0 },
  within: { seatsLeft: { max: 0 } },
})

/** One family less waits: it was offered a seat, or waits no more. */
export const countServed = (context: CampusContext, classGroupId: Id<'classGroup'>): Write => ({
  op: 'add',
  key: classGroupKey(context, classGroupId),
  add: { waiting: -1 },
  within: { waiting: { min: 0 } },
})

const classesOf = (courseId: Id<'course'>): string => `CLASSESOF#${courseId}`

const classesIn = (termId: Id<'term'>): string => `CLASSESIN#${termId}`

/** Opens a class group: itself, and its name among the classes of its course, by the end of its term, and of its term. */
export function addClassGroup(context: CampusContext, classGroup: ClassGroup, { endsOn }: Term): readonly Write[] {
  const { courseId, termId, classGroupId } = classGroup
  const named = (partition: string, sk: string): Write =>
    namedClassItem.write(campusKey(context.campus, partition, sk), { classGroupId }, { version: 0 })
  return [
    writeClassGroup(context, classGroup, 0),
    named(classesOf(courseId), `${endsOn}#${classGroupId}`),
    named(classesIn(termId), classGroupId),
  ]
}

/** One page of a term's classes, by their ids. */
export async function listClassesIn({ table, campus }: CampusContext, termId: Id<'term'>, page: PageRequest) {
  const pk = campusPartition(campus, classesIn(termId))
  const { items, ...rest } = await readPage(table, namedClassItem, { pk, ...page })
  return { ...rest, classGroupIds: items.map(({ value }) => value.classGroupId) }
}

/** One page of a course's classes whose term is not over on a day, by its end. */
export async function listClassesOf(
  context: CampusContext,
  { courseId, endsFrom }: { readonly courseId: Id<'course'>; readonly endsFrom: LocalDate },
  page: PageRequest,
) {
  const pk = campusPartition(context.campus, classesOf(courseId))
  const { items, ...rest } = await readPage(context.table, namedClassItem, {
    pk,
    sk: { from: endsFrom, to: '9999' },
    ...page,
  })
  return { ...rest, classGroupIds: items.map(({ value }) => value.classGroupId) }
}

/** Some class groups with their versions, in the order asked; those that exist. */
export async function readClassGroups(
  context: CampusContext,
  classGroupIds: readonly Id<'classGroup'>[],
): Promise<readonly Stored<ClassGroup>[]> {
  const items = await context.table.getMany(classGroupIds.map((id) => classGroupKey(context, id)))
  return items.flatMap((item) => classGroupItem.find(item) ?? [])
}

export const listClassGroups = ({ table, campus }: CampusContext, page: PageRequest) =>
  readPage(table, classGroupItem, { pk: campusPartition(campus, 'CLASSGROUPS'), ...page })
