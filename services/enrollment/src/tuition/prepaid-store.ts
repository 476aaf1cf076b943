import { localDateField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll, readPage } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'
import type { PrepaidDay } from './prepaid.ts'

const flow = { receivedMinor: z.int(), refundedMinor: z.int(), consumedMinor: z.int() }
const dayItem = defineItem('prepaidDay', () =>
  z.object({
    day: localDateField(),
    total: z.object(flow),
    late: z.array(z.object({ happenedOn: localDateField(), ...flow })),
  }),
)

const partition = 'PREPAID'

/** A day is summed up once: its entries never change. */
export const addPrepaidDay = ({ campus }: CampusContext, { day, total, late }: PrepaidDay): Write =>
  dayItem.write(
    campusKey(campus, partition, day),
    { day, total: { ...total }, late: late.map((each) => ({ ...each })) },
    { version: 0 },
  )

/** The last day until a day that was summed up. */
export async function findLastDay({ table, campus }: CampusContext, until: LocalDate): Promise<PrepaidDay | undefined> {
  const pk = campusPartition(campus, partition)
  const sk = { from: '0', to: until }
  const { items } = await readPage(table, dayItem, { pk, sk, limit: 1, descending: true })
  return items[0]?.value
}

/** The days that were summed up from one to another, in order. */
export async function loadPrepaidDays(
  { table, campus }: CampusContext,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
): Promise<readonly PrepaidDay[]> {
  const pk = campusPartition(campus, partition)
  return (await readAll(table, dayItem, { pk, sk: { from, to } })).map(({ value }) => value)
}
