import { attendanceStatusField } from '@tutelage/shared/contracts/enrollment/events.ts'
import { attendanceRuleField } from '@tutelage/shared/contracts/enrollment/policies.ts'
import { centihoursField, idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { addMs, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'
import { makeUpField } from './mark-store.ts'
import type { RestOfSheet } from './rest-of-sheet.ts'

/** The due job: sheets whose caller did not come again. */
export const restJob = 'post-rest-of-sheet'
/** Until then the request that brought the sheet is at it. */
const patienceMs = minuteMs

const restItem = defineItem('restOfSheet', () =>
  z.object({
    lessonId: idField('lesson'),
    classGroupId: idField('classGroup'),
    startsAt: instantField(),
    centihours: centihoursField(),
    markedAt: instantField(),
    markedBy: z.object({ kind: z.string(), id: z.string() }),
    statuses: z.partialRecord(
      attendanceStatusField(),
      z.object({ rule: attendanceRuleField(), makeUp: makeUpField().optional() }),
    ),
    students: z.array(
      z.object({
        studentId: idField('student'),
        enrollmentId: idField('enrollment'),
        status: attendanceStatusField().optional(),
      }),
    ),
    completedAt: instantField().optional(),
  }),
)

/** Where the rest of a lesson's sheet stands. */
export const restKey = ({ campus }: CampusContext, lessonId: Id<'lesson'>): ItemKey =>
  campusKey(campus, `LESSON#${lessonId}`, 'RESTOFSHEET')

/** What is left of a sheet, by its key. */
export const findRest = async (
  { table }: CampusContext,
  { pk, sk }: ItemKey,
): Promise<Stored<RestOfSheet> | undefined> => restItem.find(await table.get({ pk, sk }))

/**
 * Keeps what is left of a sheet; nothing when nobody is.
 * @param version as it was read, or 0 for the first part: each part is written once
 */
export function writeRest(context: CampusContext, { value, version }: Stored<RestOfSheet>): Write {
  const key = restKey(context, value.lessonId)
  if (value.students.length === 0) return { op: 'delete', key, when: { version } }
  const due = dueAttributes(context.campus, { job: restJob, at: addMs(context.now, patienceMs), key })
  const students = value.students.map((student) => ({ ...student }))
  return restItem.write(key, { ...value, students }, { version, indexes: due })
}
