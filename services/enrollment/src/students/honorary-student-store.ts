import { amountField, idField, localDateField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'

const honoraryItem = defineItem('honoraryStudent', () =>
  z.object({
    studentId: idField('student'),
    yearPlanId: idField('yearPlan'),
    /** A year of the six-year plan, and what it cost by the list. */
    pricePerYearMinor: amountField(),
    listPerYearMinor: amountField(),
    /** The day whose prices are kept. */
    priceOf: localDateField(),
  }),
)
/** Who completed a six-year plan keeps its price. Rule: E11 (source). */
export type HonoraryStudent = ReturnType<typeof honoraryItem.read>['value']

const honoraryKey = ({ campus }: CampusContext, studentId: StudentId): ItemKey =>
  campusKey(campus, `STUDENT#${studentId}`, 'HONORARY')

export const findHonoraryStudent = async (
  context: CampusContext,
  studentId: StudentId,
): Promise<HonoraryStudent | undefined> =>
  honoraryItem.find(await context.table.get(honoraryKey(context, studentId)))?.value

/** Names an honorary student, once; the commit fails when they were by then. */
export const nameHonoraryStudent = (context: CampusContext, honorary: HonoraryStudent): Write =>
  honoraryItem.write(honoraryKey(context, honorary.studentId), honorary, { version: 0 })
