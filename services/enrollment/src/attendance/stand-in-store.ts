import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id, StaffId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Lesson, Slot } from '../timetable/lesson.ts'

const standInItem = defineItem('standIn', () => z.object({ lessonId: idField('lesson') }))

const partition = (teacherId: StaffId): string => `TEACHER#${teacherId}`
const sort = (rest: string): string => `MARKED#${rest}`

/** Points from who was marked as a lesson's teacher to the lesson, when it is not on their timetable; else there is nothing to write. */
export function pointToStandIn({ campus }: CampusContext, lesson: Lesson): readonly Write[] {
  if (lesson.status !== 'held' || lesson.teacher.staffId === lesson.teacherId) return []
  const { lessonId, startsAt, teacher } = lesson
  const key = campusKey(campus, partition(teacher.staffId), sort(`${startsAt}#${lessonId}`))
  const write = standInItem.write(key, { lessonId }, { version: 0 })
  // Who is marked, is not, and is again: it is the same item.
  return write.op === 'put' ? [{ ...write, when: 'always' }] : []
}

/** The lessons of others from one moment to another in which a teacher was marked, now or before a correction. */
export async function loadStandIns(
  { table, campus }: CampusContext,
  teacherId: StaffId,
  { startsAt, endsAt }: Slot,
): Promise<readonly { readonly lessonId: Id<'lesson'> }[]> {
  const query = { pk: campusPartition(campus, partition(teacherId)), sk: { from: sort(startsAt), to: sort(endsAt) } }
  return (await readAll(table, standInItem, query)).map(({ value }) => value)
}
