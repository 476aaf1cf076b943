import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id, StaffId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Slot } from './lesson.ts'

/** How many lessons of a class group are on the timetable (cancelled ones are not), and how many of them were held. */
export interface Progress {
  readonly scheduled: number
  readonly held: number
}

const progressItem = defineItem('classProgress', z.object({ scheduled: z.int(), held: z.int() }))

const progressKey = ({ campus }: CampusContext, classGroupId: Id<'classGroup'>): ItemKey =>
  campusKey(campus, `CLASSGROUP#${classGroupId}`, 'PROGRESS')

export const loadProgress = async (context: CampusContext, classGroupId: Id<'classGroup'>): Promise<Stored<Progress>> =>
  progressItem.find(await context.table.get(progressKey(context, classGroupId))) ?? {
    value: { scheduled: 0, held: 0 },
    version: 0,
  }

/** @param version as it was read: two who change the timetable of one class meet here */
export const writeProgress = (
  context: CampusContext,
  classGroupId: Id<'classGroup'>,
  { value, version }: Stored<Progress>,
): Write => progressItem.write(progressKey(context, classGroupId), { ...value }, { version })

/** A lesson that keeps its teacher busy. */
export type BusySlot = Slot & { readonly lessonId: Id<'lesson'> }

const teacherDayItem = defineItem(
  'teacherDay',
  z.object({
    busy: z.array(z.object({ lessonId: idField('lesson'), startsAt: instantField, endsAt: instantField })).readonly(),
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
