import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { Item, Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { loadMarksOf } from '../attendance/mark-store.ts'
import { noteNeighbour } from '../catalogue/catalogue-store.ts'
import type { Enrollment } from '../enrolling/enrollment.ts'
import { findSeat, listEnrollments } from '../enrolling/enrollment-store.ts'
import { readMany } from '../timetable/read-many.ts'
import { loadStudentClasses, writeStudentClasses } from '../timetable/student-classes-store.ts'
import type { Merging } from './move-own-records.ts'
import { renamedItem, replaceWrites } from './rename-item.ts'

/** As many marks, and lists of guests, go with their enrollment; those of a longer one go before it. */
const marksAtOnce = 70

/** The student's time goes along: a class, and all lessons in which they are a guest. */
async function moveTime(context: CampusContext, { from, to }: Merging, { classGroupId }: Enrollment) {
  const [left, joined] = await loadStudentClasses(context, [from, to])
  if (!left || !joined) throw new Error('as many answers as questions')
  const moving = left.value.classes.filter((one) => one.classGroupId === classGroupId)
  if (moving.length === 0 && left.value.guestAt.length === 0) return []
  const classes = left.value.classes.filter((one) => one.classGroupId !== classGroupId)
  const kept = joined.value.classes.filter((one) => one.classGroupId !== classGroupId)
  return [
    writeStudentClasses(context, { ...left, value: { ...left.value, classes, guestAt: [] } }),
    writeStudentClasses(context, {
      ...joined,
      value: {
        ...joined.value,
        classes: [...kept, ...moving],
        guestAt: [...joined.value.guestAt, ...left.value.guestAt],
      },
    }),
    ...(moving.length > 0 ? [noteNeighbour(context, classGroupId)] : []),
  ]
}

/** The promotion from an enrollment. Where both were promoted from a class the survivor's stays, and the other's where it is. */
async function promotionOf(
  { campus, table }: CampusContext,
  { from, to }: Merging,
  { enrollmentId, classGroupId }: Enrollment,
): Promise<readonly Item[]> {
  const keys = [from, to].map((id) => campusKey(campus, `CLASSGROUP#${classGroupId}`, `PROMOTION#${id}`))
  const [promotion, taken] = await readMany(table, keys)
  return promotion?.enrollmentId === enrollmentId && !taken ? [promotion] : []
}

/** The items of an enrollment that name the student: itself, its account, seats, promotion, marks, and lessons that are made up. */
async function itemsOf(context: CampusContext, merging: Merging, enrollment: Enrollment) {
  const { from } = merging
  const { campus, table } = context
  const { enrollmentId, classGroupId } = enrollment
  const key = (pk: string, sk: string) => campusKey(campus, pk, sk)
  const guestsOf = (lessonId: Id<'lesson'>) => key(`LESSON#${lessonId}`, 'GUESTS')
  const own = key(`ENROLLMENT#${enrollmentId}`, 'ENROLLMENT')
  const seat = await findSeat(context, classGroupId, from)
  const marks = (await loadMarksOf(context, enrollmentId)).map(({ value }) => value)
  const makeUps = marks.flatMap(({ makeUp }) => (makeUp?.status === 'booked' ? [makeUp.lessonId] : []))
  const keys = [
    ...(seat?.value.enrollmentId === enrollmentId ? [key(`CLASSGROUP#${classGroupId}`, `SEAT#${from}`)] : []),
    key(`CLASSGROUP#${classGroupId}`, `SEAT#${from}#${enrollmentId}`),
    key(`ENROLLMENT#${enrollmentId}`, 'ACCOUNT'),
    ...[...new Set(makeUps)].map(guestsOf),
  ]
  // The list of guests goes with the mark of who was one, or before it.
  const marked = marks
    .filter(({ studentId }) => studentId === from)
    .flatMap(({ lessonId, makesUp }) => [
      ...(makesUp ? [guestsOf(lessonId)] : []),
      key(`ENROLLMENT#${enrollmentId}`, `MARK#${lessonId}`),
    ])
  const present = (items: readonly (Item | undefined)[]) => items.flatMap((item) => item ?? [])
  return {
    enrollment: [
      ...present(await readMany(table, [own, ...keys])),
      ...(await promotionOf(context, merging, enrollment)),
    ],
    marks: present(await readMany(table, marked)),
  }
}

/** What moves one enrollment, or the first of its marks; nothing when the survivor sits in that class already. */
async function moveOne(context: CampusContext, merging: Merging, enrollment: Enrollment): Promise<readonly Write[]> {
  const { from, to, rename } = merging
  const { classGroupId } = enrollment
  const [left, taken] = await Promise.all([findSeat(context, classGroupId, from), findSeat(context, classGroupId, to)])
  if (taken && left?.value.enrollmentId === enrollment.enrollmentId) return []
  const found = await itemsOf(context, merging, enrollment)
  const renamed = (items: readonly Item[]) => items.flatMap((item) => replaceWrites(item, renamedItem(item, rename)))
  if (found.marks.length > marksAtOnce) return renamed(found.marks.slice(0, marksAtOnce))
  const time = await moveTime(context, merging, enrollment)
  return [...renamed(found.enrollment), ...renamed(found.marks), ...time]
}

/**
 * What moves the next of a merged student's enrollments to the survivor, with its seat, account, promotion, marks, credits and
 * bookings. Where both sit in one class the other's enrollment stays as it is.
 * @returns nothing once all are there
 * Rule: L3.
 */
export async function moveEnrollments(context: CampusContext, merging: Merging): Promise<readonly Write[]> {
  for (let cursor: string | undefined; ; ) {
    const page = await listEnrollments(context, merging.from, { limit: 20, cursor })
    for (const { value } of page.items) {
      const key = campusKey(context.campus, `ENROLLMENT#${value.enrollmentId}`, 'ENROLLMENT')
      // As it stands: the index may be behind.
      const isTheirs = (await context.table.get(key))?.studentId === merging.from
      const writes = isTheirs ? await moveOne(context, merging, value) : []
      if (writes.length > 0) return writes
    }
    cursor = page.nextCursor
    if (cursor === undefined) return []
  }
}
