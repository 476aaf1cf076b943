import { type TerminationReason, terminationReasonField } from '@tutelage/shared/contracts/enrollment/events.ts'
import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, type Instant, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'

/** The due job: classes of a plan that was left, whose caller did not come again. */
export const classesToEndJob = 'end-plan-classes'
/** Until then the request that left the plan is at it. */
const patienceMs = minuteMs

/** The enrollments of a plan that was left which have not ended yet. */
export interface ClassesToEnd {
  readonly yearPlanId: Id<'yearPlan'>
  readonly studentId: StudentId
  readonly enrollmentIds: readonly Id<'enrollment'>[]
  readonly why: TerminationReason
  readonly leftAt: Instant
}

const classesToEndItem = defineItem('classesToEnd', () =>
  z.object({
    yearPlanId: idField('yearPlan'),
    studentId: idField('student'),
    enrollmentIds: z.array(idField('enrollment')),
    why: terminationReasonField(),
    leftAt: instantField(),
  }),
)

/** Where the classes of a plan stand that are still to end. */
export const classesToEndKey = ({ campus }: CampusContext, yearPlanId: Id<'yearPlan'>): ItemKey =>
  campusKey(campus, `YEARPLAN#${yearPlanId}`, 'CLASSESTOEND')

export const findClassesToEnd = async (
  { table }: CampusContext,
  { pk, sk }: ItemKey,
): Promise<Stored<ClassesToEnd> | undefined> => classesToEndItem.find(await table.get({ pk, sk }))

/**
 * Keeps which classes are still to end; nothing when none is.
 * @param version as it was read, or 0 for the first part: each part is written once
 */
export function writeClassesToEnd(context: CampusContext, { value, version }: Stored<ClassesToEnd>): Write {
  const key = classesToEndKey(context, value.yearPlanId)
  if (value.enrollmentIds.length === 0) return { op: 'delete', key, when: { version } }
  const due = dueAttributes(context.campus, { job: classesToEndJob, at: addMs(context.now, patienceMs), key })
  const kept = { ...value, enrollmentIds: [...value.enrollmentIds], why: { ...value.why } }
  return classesToEndItem.write(key, kept, { version, indexes: due })
}
