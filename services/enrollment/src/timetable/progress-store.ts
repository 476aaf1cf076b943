import { instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'
import { readMany } from './read-many.ts'

/** How many lessons of a class group are on the timetable (cancelled ones are not), and how many of them were held. */
export interface Progress {
  readonly scheduled: number
  readonly held: number
  /** When the latest of those that were held ended; absent while none was. */
  readonly heldUntil?: Instant | undefined
}

const progressItem = defineItem('classProgress', () =>
  z.object({ scheduled: z.int(), held: z.int(), heldUntil: instantField().optional() }),
)

const progressKey = ({ campus }: CampusContext, classGroupId: Id<'classGroup'>): ItemKey =>
  campusKey(campus, `CLASSGROUP#${classGroupId}`, 'PROGRESS')

export const loadProgress = async (context: CampusContext, classGroupId: Id<'classGroup'>): Promise<Stored<Progress>> =>
  progressItem.find(await context.table.get(progressKey(context, classGroupId))) ?? {
    value: { scheduled: 0, held: 0 },
    version: 0,
  }

/** Of several class groups, in the order asked. */
export async function loadManyProgress(
  context: CampusContext,
  classGroupIds: readonly Id<'classGroup'>[],
): Promise<readonly Stored<Progress>[]> {
  const items = await readMany(
    context.table,
    classGroupIds.map((id) => progressKey(context, id)),
  )
  return items.map((item) => progressItem.find(item) ?? { value: { scheduled: 0, held: 0 }, version: 0 })
}

/** The commit fails when the timetable of the class was changed since its progress was read. */
export const checkProgress = (context: CampusContext, classGroupId: Id<'classGroup'>, version: number): Write => ({
  op: 'check',
  key: progressKey(context, classGroupId),
  when: version === 0 ? 'absent' : { version },
})

/** @param version as it was read: two who change the timetable of one class meet here */
export const writeProgress = (
  context: CampusContext,
  classGroupId: Id<'classGroup'>,
  { value, version }: Stored<Progress>,
): Write => progressItem.write(progressKey(context, classGroupId), { ...value }, { version })
