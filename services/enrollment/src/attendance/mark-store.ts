import { attendanceStatusField } from '@tutelage/shared/contracts/enrollment/events.ts'
import { attendanceRuleField } from '@tutelage/shared/contracts/enrollment/policies.ts'
import { centihoursField, idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { BusinessKey } from '@tutelage/shared/ledger/entry.ts'
import * as z from 'zod'
import type { Seat } from '../enrolling/enrollment.ts'
import type { Mark } from './mark.ts'

const markItem = defineItem('mark', () =>
  z.object({
    lessonId: idField('lesson'),
    enrollmentId: idField('enrollment'),
    studentId: idField('student'),
    startsAt: instantField(),
    status: attendanceStatusField(),
    rule: attendanceRuleField(),
    deduction: z
      .object({ centihours: centihoursField(), entry: z.custom<BusinessKey>((key) => typeof key === 'string') })
      .optional(),
    markedAt: instantField(),
    markedBy: z.object({ kind: z.string(), id: z.string() }),
    revision: z.int(),
  }),
)

const partition = (enrollmentId: Id<'enrollment'>): string => `ENROLLMENT#${enrollmentId}`
const markKey = (
  { campus }: CampusContext,
  { enrollmentId, lessonId }: Pick<Mark, 'enrollmentId' | 'lessonId'>,
): ItemKey => campusKey(campus, partition(enrollmentId), `MARK#${lessonId}`)

/** The marks that some seats (at most 100) have in a lesson. */
export async function loadMarks(
  context: CampusContext,
  lessonId: Id<'lesson'>,
  seats: readonly Pick<Seat, 'enrollmentId'>[],
): Promise<readonly Stored<Mark>[]> {
  const keys = seats.map(({ enrollmentId }) => markKey(context, { enrollmentId, lessonId }))
  return (await context.table.getMany(keys)).flatMap((item) => markItem.find(item) ?? [])
}

/** @param version as it was read, or 0 for a new mark: a student is marked once in a lesson */
export const writeMark = (context: CampusContext, mark: Mark, version: number): Write =>
  markItem.write(markKey(context, mark), mark, { version })

/** Every mark of an enrollment, in no order. */
export async function loadMarksOf(
  { table, campus }: CampusContext,
  enrollmentId: Id<'enrollment'>,
): Promise<readonly Mark[]> {
  const pk = campusPartition(campus, partition(enrollmentId))
  return (await readAll(table, markItem, { pk, sk: { beginsWith: 'MARK#' } })).map(({ value }) => value)
}
