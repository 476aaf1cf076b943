import { openHoursField } from '@tutelage/shared/contracts/enrollment/booking-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import type * as z from 'zod'

const openHoursItem = defineItem('openHours', openHoursField)
type OpenHoursValue = z.output<ReturnType<typeof openHoursField>>

const never: OpenHoursValue = {
  weekly: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
  exceptions: [],
}

const openHoursKey = ({ campus }: CampusContext, teacherId: StaffId): ItemKey =>
  campusKey(campus, `TEACHER#${teacherId}`, 'OPENHOURS')

/** A teacher's open hours; none of version 0 where nothing was set. */
export const loadOpenHours = async (context: CampusContext, teacherId: StaffId): Promise<Stored<OpenHoursValue>> =>
  openHoursItem.find(await context.table.get(openHoursKey(context, teacherId))) ?? { value: never, version: 0 }

export const writeOpenHours = (
  context: CampusContext,
  teacherId: StaffId,
  { value, version }: Stored<OpenHoursValue>,
): Write => openHoursItem.write(openHoursKey(context, teacherId), value, { version })
