import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'

/** The due job that marks the student of a lesson cancelled too late, once it begins. */
export const chargeJob = 'charge-late-cancellation'

const lateCancellationItem = defineItem('lateCancellation', () =>
  z.object({
    lessonId: idField('lesson'),
    enrollmentId: idField('enrollment'),
    markAs: z.enum(['leave', 'absent']),
    cancelledAt: instantField(),
  }),
)

/** A lesson that a family cancelled too late: it stays, and the student is marked so when it begins. */
export interface LateCancellation {
  readonly lessonId: Id<'lesson'>
  /** Of the family that cancelled: the seat may be another's by then. */
  readonly enrollmentId: Id<'enrollment'>
  readonly markAs: 'leave' | 'absent'
  readonly cancelledAt: Instant
}

const keyOf = ({ campus }: CampusContext, lessonId: Id<'lesson'>): ItemKey =>
  campusKey(campus, `LESSON#${lessonId}`, 'LATECANCELLATION')

export const findLateCancellation = async (
  context: CampusContext,
  lessonId: Id<'lesson'>,
): Promise<Stored<LateCancellation> | undefined> =>
  lateCancellationItem.find(await context.table.get(keyOf(context, lessonId)))

/** The one that a due job was called for. */
export const lateCancellationAt = async (
  context: CampusContext,
  { pk, sk }: ItemKey,
): Promise<Stored<LateCancellation> | undefined> => lateCancellationItem.find(await context.table.get({ pk, sk }))

/** @param dueAt when the lesson begins */
export function writeLateCancellation(
  context: CampusContext,
  { value, version }: Stored<LateCancellation>,
  dueAt: Instant,
): Write {
  const key = keyOf(context, value.lessonId)
  const indexes = dueAttributes(context.campus, { job: chargeJob, at: dueAt, key })
  return lateCancellationItem.write(key, { ...value }, { version, indexes })
}

/** It is done with. */
export const dropLateCancellation = (context: CampusContext, { value, version }: Stored<LateCancellation>): Write => ({
  op: 'delete',
  key: keyOf(context, value.lessonId),
  when: { version },
})
