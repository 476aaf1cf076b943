import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'

/** How many lessons of a class group are on the timetable (cancelled ones are not), and how many of them were held. */
export interface Progress {
  readonly scheduled: number
  readonly held: number
}

const progressItem = defineItem('classProgress', () => z.object({ scheduled: z.int(), held: z.int() }))

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
