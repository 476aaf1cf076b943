import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { attendanceStatusField } from '@tutelage/shared/contracts/enrollment/events.ts'
import { attendanceRuleField } from '@tutelage/shared/contracts/enrollment/policies.ts'
import { centihoursField, idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { BusinessKey } from '@tutelage/shared/ledger/entry.ts'
import * as z from 'zod'
import type { Seat } from '../enrolling/enrollment.ts'
import { readMany } from '../timetable/read-many.ts'
import type { Mark } from './mark.ts'

/** The due job: what was not made up in time. */
export const expiryJob = 'expire-make-up-credit'

const credit = whenAsked(() => ({ grantedAt: instantField(), expiresAt: instantField() }))
/** A credit as it is kept. */
export const makeUpField = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ status: z.enum(['open', 'expired', 'takenBack']), ...credit() }),
    z.object({ status: z.enum(['booked', 'used']), ...credit(), lessonId: idField('lesson') }),
  ]),
)

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
    makeUp: makeUpField().optional(),
    makesUp: z
      .object({ enrollmentId: idField('enrollment'), lessonId: idField('lesson'), centihours: centihoursField() })
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

/** The marks that some seats have in a lesson. */
export async function loadMarks(
  context: CampusContext,
  lessonId: Id<'lesson'>,
  seats: readonly Pick<Seat, 'enrollmentId'>[],
): Promise<readonly Stored<Mark>[]> {
  const keys = seats.map(({ enrollmentId }) => markKey(context, { enrollmentId, lessonId }))
  return (await readMany(context.table, keys)).flatMap((item) => markItem.find(item) ?? [])
}

/** Some marks, in the order asked. */
export async function findMarks(
  context: CampusContext,
  marks: readonly Pick<Mark, 'enrollmentId' | 'lessonId'>[],
): Promise<readonly (Stored<Mark> | undefined)[]> {
  const items = await readMany(
    context.table,
    marks.map((mark) => markKey(context, mark)),
  )
  return items.map((item) => markItem.find(item))
}

/** The mark that the due index points to. */
export const findMarkAt = async ({ table }: CampusContext, { pk, sk }: ItemKey): Promise<Stored<Mark> | undefined> =>
  markItem.find(await table.get({ pk, sk }))

/**
 * Stores a mark; while it can be made up it waits for the moment at which it cannot any more.
 * @param version as it was read, or 0 for a new mark: a student is marked once in a lesson
 */
export function writeMark(context: CampusContext, mark: Mark, version: number): Write {
  const key = markKey(context, mark)
  const { makeUp } = mark
  const waits = makeUp?.status === 'open'
  const due = waits && dueAttributes(context.campus, { job: expiryJob, at: makeUp.expiresAt, key })
  return markItem.write(key, mark, { version, ...(due && { indexes: due }) })
}

/** Every mark of an enrollment, in no order. */
export const loadMarksOf = (
  { table, campus }: CampusContext,
  enrollmentId: Id<'enrollment'>,
): Promise<readonly Stored<Mark>[]> =>
  readAll(table, markItem, { pk: campusPartition(campus, partition(enrollmentId)), sk: { beginsWith: 'MARK#' } })
