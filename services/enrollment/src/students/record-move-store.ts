import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'

/** The due job: what a merged student has goes to the survivor. */
export const moveRecordsJob = 'move-student-records'

const moveItem = defineItem('recordMove', () =>
  z.object({
    /** The student that turned out to be another. */
    studentId: idField('student'),
    /** Nothing was left at the last look: one more, for what was on its way. */
    isQuiet: z.boolean(),
  }),
)
export type RecordMove = ReturnType<typeof moveItem.read>['value']

const moveKey = ({ campus }: CampusContext, studentId: StudentId): ItemKey =>
  campusKey(campus, `STUDENT#${studentId}`, 'MOVE')

/** The move that the due index points to. */
export const findMoveAt = async (
  { table }: CampusContext,
  { pk, sk }: ItemKey,
): Promise<Stored<RecordMove> | undefined> => moveItem.find(await table.get({ pk, sk }))

export const findMove = (context: CampusContext, studentId: StudentId) =>
  findMoveAt(context, moveKey(context, studentId))

/** @param version as it was read, or 0 for a student who is merged now; @param at when it goes on */
export function writeMove(context: CampusContext, { value, version }: Stored<RecordMove>, at: Instant): Write {
  const key = moveKey(context, value.studentId)
  return moveItem.write(key, value, {
    version,
    indexes: dueAttributes(context.campus, { job: moveRecordsJob, at, key }),
  })
}

/** Everything is with the survivor. */
export const removeMove = (context: CampusContext, { value, version }: Stored<RecordMove>): Write => ({
  op: 'delete',
  key: moveKey(context, value.studentId),
  when: { version },
})
