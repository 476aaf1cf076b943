import { idField, localDateField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'

const annualItem = defineItem('annualStudent', () =>
  z.object({ studentId: idField('student'), until: localDateField() }),
)

/** A student who committed to a year or more, until a day. Rule: E11, Y3. */
export interface AnnualStudent {
  readonly studentId: StudentId
  /** The last day of it. */
  readonly until: LocalDate
}

const annualKey = ({ campus }: CampusContext, studentId: StudentId): ItemKey =>
  campusKey(campus, `STUDENT#${studentId}`, 'ANNUAL')

export const findAnnualStudent = async (
  context: CampusContext,
  studentId: StudentId,
): Promise<Stored<AnnualStudent> | undefined> => annualItem.find(await context.table.get(annualKey(context, studentId)))

/** @param version as it was read, or 0 for who was none */
export const writeAnnualStudent = (context: CampusContext, annual: AnnualStudent, version: number): Write =>
  annualItem.write(annualKey(context, annual.studentId), { ...annual }, { version })
