import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import * as z from 'zod'

/** Which grade a publisher's result became, and when it was last published: kept for ever, so that a result counts once. */
const resultItem = defineItem('examResult', () =>
  z.object({ gradeId: idField('grade'), studentId: idField('student'), publishedAt: instantField() }),
)
export type ExamResult = ReturnType<typeof resultItem.read>['value']

/** A result by its publisher's own name for it. */
export interface ResultName {
  readonly partnerId: string
  readonly reference: string
}

const keyOf = ({ campus }: CampusContext, { partnerId, reference }: ResultName): ItemKey =>
  campusKey(campus, `EXAMRESULT#${partnerId}`, encodeURIComponent(reference))

export const findResult = async (context: CampusContext, name: ResultName): Promise<Stored<ExamResult> | undefined> =>
  resultItem.find(await context.table.get(keyOf(context, name)))

/** @param version as it was read, or 0 for a new result */
export const writeResult = (context: CampusContext, name: ResultName, { value, version }: Stored<ExamResult>): Write =>
  resultItem.write(keyOf(context, name), value, { version })
