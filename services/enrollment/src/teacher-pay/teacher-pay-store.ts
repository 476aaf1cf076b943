import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id, StaffId } from '@tutelage/shared/kernel/ids.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import { entryField } from '@tutelage/shared/ledger/ledger-fields.ts'
import * as z from 'zod'

const accrualItem = defineItem('teacherPayEntry', () => z.object({ lessonId: idField('lesson'), entry: entryField() }))

/** One teacher's pay of one month of the campus's calendar, `YYYY-MM`. */
export interface PayMonth {
  readonly teacherId: StaffId
  readonly month: string
}

/** An entry and the lesson that earned it. */
export interface Accrued {
  readonly lessonId: Id<'lesson'>
  readonly entry: LedgerEntry
}

const partition = ({ teacherId, month }: PayMonth): string => `TEACHERPAY#${teacherId}#${month}`

/** Appends an entry; its business key posts once, for ever. */
export const appendAccrual = ({ campus }: CampusContext, payMonth: PayMonth, { lessonId, entry }: Accrued): Write =>
  accrualItem.write(
    campusKey(campus, partition(payMonth), `ENTRY#${entry.businessKey}`),
    { lessonId, entry: { ...entry, lines: [...entry.lines] } },
    { version: 0 },
  )

/** Every entry of a teacher's month, in no order; a month has as many as its lessons and their corrections. */
export async function loadAccruals({ table, campus }: CampusContext, payMonth: PayMonth): Promise<readonly Accrued[]> {
  const pk = campusPartition(campus, partition(payMonth))
  return (await readAll(table, accrualItem, { pk, sk: { beginsWith: 'ENTRY#' } })).map(({ value }) => value)
}
