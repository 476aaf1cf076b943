import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { teacherStatusField } from '@tutelage/shared/contracts/enrollment/policies.ts'
import { amountField, idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readAll, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Lesson, Slot } from './lesson.ts'
import { readMany } from './read-many.ts'

const state = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('scheduled') }),
    z.object({
      status: z.literal('held'),
      teacher: z.object({ staffId: idField('staff'), status: teacherStatusField(), isPaid: z.boolean() }),
    }),
    z.object({ status: z.literal('cancelled'), reason: z.string(), cancelledAt: instantField() }),
  ]),
)
const lessonItem = defineItem('lesson', () =>
  z.object({
    lessonId: idField('lesson'),
    classGroupId: idField('classGroup'),
    courseId: idField('course'),
    teacherId: idField('staff'),
    substituteFor: idField('staff').optional(),
    roomId: idField('room').optional(),
    hasOwnRoom: z.boolean().optional(),
    plannedAt: instantField(),
    startsAt: instantField(),
    endsAt: instantField(),
    state: state(),
    sheet: z.object({
      markedStudents: z.int(),
      payingStudents: z.int(),
      dueStudents: z.int(),
      presentStudents: z.int(),
      accruedMinor: amountField(),
      allowanceMinor: amountField(),
      accruals: z.int(),
      inParts: z.boolean().optional(),
    }),
  }),
)
type LessonItem = ReturnType<typeof lessonItem.read>['value']

const lessonKey = ({ campus }: CampusContext, lessonId: Id<'lesson'>): ItemKey =>
  campusKey(campus, `LESSON#${lessonId}`, 'LESSON')

const lessonOf = ({ state: { ...status }, ...rest }: LessonItem): Lesson => ({ ...rest, ...status })

function itemOf(lesson: Lesson): LessonItem {
  const { lessonId, classGroupId, courseId, teacherId, substituteFor, roomId, hasOwnRoom } = lesson
  const { plannedAt, startsAt, endsAt, sheet } = lesson
  const whose = { lessonId, classGroupId, courseId, teacherId, substituteFor, roomId, hasOwnRoom }
  const common = { ...whose, plannedAt, startsAt, endsAt, sheet: { ...sheet } }
  const { status } = lesson
  if (status === 'held') return { ...common, state: { status, teacher: { ...lesson.teacher } } }
  if (status === 'scheduled') return { ...common, state: { status } }
  return { ...common, state: { status, reason: lesson.reason, cancelledAt: lesson.cancelledAt } }
}

/** @throws NotFound when the campus has no such lesson */
export async function loadLesson(context: CampusContext, lessonId: Id<'lesson'>): Promise<Stored<Lesson>> {
  const stored = lessonItem.find(await context.table.get(lessonKey(context, lessonId)))
  if (!stored) throw new NotFound('lesson')
  return { value: lessonOf(stored.value), version: stored.version }
}

/** Those of some lessons that exist, with their versions, in the order asked. */
export async function loadLessons(
  context: CampusContext,
  lessonIds: readonly Id<'lesson'>[],
): Promise<readonly Stored<Lesson>[]> {
  const items = await readMany(
    context.table,
    lessonIds.map((lessonId) => lessonKey(context, lessonId)),
  )
  return items.flatMap((item) => {
    const stored = lessonItem.find(item)
    return stored ? [{ value: lessonOf(stored.value), version: stored.version }] : []
  })
}

/** @param version as it was read, or 0 for a new lesson */
export function writeLesson(context: CampusContext, lesson: Lesson, version: number): Write {
  const lookupPk = campusPartition(context.campus, `LESSONS#${lesson.classGroupId}`)
  const indexes = { lookupPk, lookupSk: `${lesson.startsAt}#${lesson.lessonId}` }
  return lessonItem.write(lessonKey(context, lesson.lessonId), itemOf(lesson), { version, indexes })
}

/** The commit fails when the lesson was changed since it was read. */
export const checkLesson = (context: CampusContext, { value, version }: Stored<Lesson>): Write => ({
  op: 'check',
  key: lessonKey(context, value.lessonId),
  when: { version },
})

/** One page of a class group's lessons, by time; it may be a moment behind. */
export async function listLessons(
  { table, campus }: CampusContext,
  classGroupId: Id<'classGroup'>,
  page: PageRequest,
): Promise<{ readonly items: readonly Lesson[]; readonly nextCursor?: string }> {
  const pk = campusPartition(campus, `LESSONS#${classGroupId}`)
  const { items, ...rest } = await readPage(table, lessonItem, { index: 'lookup', pk, ...page })
  return { items: items.map(({ value }) => lessonOf(value)), ...rest }
}

/** A class group's lessons that begin within some time, by time, the cancelled ones too; they may be a moment behind. */
export async function listLessonsBetween(
  { table, campus }: CampusContext,
  classGroupId: Id<'classGroup'>,
  { startsAt, endsAt }: Slot,
): Promise<readonly Stored<Lesson>[]> {
  const pk = campusPartition(campus, `LESSONS#${classGroupId}`)
  const found = await readAll(table, lessonItem, { index: 'lookup', pk, sk: { from: startsAt, to: endsAt } })
  return found.map(({ value, version }) => ({ value: lessonOf(value), version }))
}
