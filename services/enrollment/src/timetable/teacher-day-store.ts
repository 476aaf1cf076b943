import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id, StaffId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Slot } from './lesson.ts'

/** A lesson that keeps its teacher busy. */
type BusySlot = Slot & { readonly lessonId: Id<'lesson'> }

const teacherDayItem = defineItem('teacherDay', () =>
  z.object({
    busy: z
      .array(z.object({ lessonId: idField('lesson'), startsAt: instantField(), endsAt: instantField() }))
      .readonly(),
  }),
)

/** One day (in UTC) of a teacher; a lesson stands in each day that it touches. */
export interface TeacherDay {
  readonly date: string
  readonly busy: readonly BusySlot[]
  readonly version: number
}

const dayKey = ({ campus }: CampusContext, teacherId: StaffId, date: string): ItemKey =>
  campusKey(campus, `TEACHER#${teacherId}`, `DAY#${date}`)

/** The days in UTC that a time touches: one or two, as a lesson lasts at most 12 hours. */
export const datesOf = ({ startsAt, endsAt }: Slot): readonly string[] => [
  ...new Set([startsAt.slice(0, 10), endsAt.slice(0, 10)]),
]

/** The days of a teacher that some times touch. */
export async function loadTeacherDays(
  context: CampusContext,
  teacherId: StaffId,
  slots: readonly Slot[],
): Promise<readonly TeacherDay[]> {
  const dates = [...new Set(slots.flatMap(datesOf))]
  const items = await context.table.getMany(dates.map((date) => dayKey(context, teacherId, date)))
  return dates.map((date, at) => {
    const stored = teacherDayItem.find(items[at])
    return { date, busy: stored?.value.busy ?? [], version: stored?.version ?? 0 }
  })
}

/** Stores a day; whoever plans for the same teacher meanwhile has to look again. */
export const writeTeacherDay = (
  context: CampusContext,
  teacherId: StaffId,
  { date, busy, version }: TeacherDay,
): Write => teacherDayItem.write(dayKey(context, teacherId, date), { busy }, { version })
