import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readAll, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import { entryField } from '@tutelage/shared/ledger/ledger-fields.ts'
import * as z from 'zod'
import type { PayMonth } from './pay-month.ts'

const accrualItem = defineItem('teacherPayEntry', () => z.object({ lessonId: idField('lesson'), entry: entryField() }))
const baseItem = defineItem('basePayEntry', () => z.object({ entry: entryField() }))
/** Who has any pay in a month, so that a month's statements are found. */
const paidTeacherItem = defineItem('paidTeacher', () => z.object({ teacherId: idField('staff') }))

/** An entry and the lesson that earned it. */
export interface Accrued {
  readonly lessonId: Id<'lesson'>
  readonly entry: LedgerEntry
}

const partition = ({ teacherId, month }: PayMonth): string => `TEACHERPAY#${teacherId}#${month}`
const stored = (entry: LedgerEntry) => ({ ...entry, lines: [...entry.lines] })

/** Appends an entry; its business key posts once, for ever. */
export const appendAccrual = ({ campus }: CampusContext, payMonth: PayMonth, { lessonId, entry }: Accrued): Write =>
  accrualItem.write(
    campusKey(campus, partition(payMonth), `ENTRY#${entry.businessKey}`),
    { lessonId, entry: stored(entry) },
    { version: 0 },
  )

/** Every entry of the lessons of a teacher's month, in no order; a month has as many as its lessons and what was corrected in it. */
export async function loadAccruals({ table, campus }: CampusContext, payMonth: PayMonth): Promise<readonly Accrued[]> {
  const pk = campusPartition(campus, partition(payMonth))
  return (await readAll(table, accrualItem, { pk, sk: { beginsWith: 'ENTRY#' } })).map(({ value }) => value)
}

const baseKey = ({ campus }: CampusContext, payMonth: PayMonth): ItemKey =>
  campusKey(campus, partition(payMonth), 'BASE')

/** Posts the base pay of a month: there is one entry of it, for ever. */
export const appendBasePay = (context: CampusContext, payMonth: PayMonth, entry: LedgerEntry): Write =>
  baseItem.write(baseKey(context, payMonth), { entry: stored(entry) }, { version: 0 })

export const findBasePayEntry = async (context: CampusContext, payMonth: PayMonth): Promise<LedgerEntry | undefined> =>
  baseItem.find(await context.table.get(baseKey(context, payMonth)))?.value.entry

/** Names a teacher among those with pay in a month; nothing to write when they are named already. */
export async function namePaidTeacher(
  { table, campus }: CampusContext,
  { teacherId, month }: PayMonth,
): Promise<readonly Write[]> {
  const key = campusKey(campus, `PAIDTEACHERS#${month}`, teacherId)
  return (await table.get(key)) ? [] : [paidTeacherItem.write(key, { teacherId }, { version: 0 })]
}

/** One page of the teachers with pay in a month, by id. */
export const listPaidTeachers = ({ table, campus }: CampusContext, month: string, page: PageRequest) =>
  readPage(table, paidTeacherItem, { pk: campusPartition(campus, `PAIDTEACHERS#${month}`), ...page })
