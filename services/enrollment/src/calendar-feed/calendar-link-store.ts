import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StaffId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'

/** Whose lessons a calendar shows. */
export type CalendarOwner = StudentId | StaffId

/** Its version is the number of the link that holds. */
const calendarLinkItem = defineItem('calendarLink', () => z.object({ issued: z.int() }))

const calendarLinkKey = ({ campus }: CampusContext, owner: CalendarOwner): ItemKey =>
  campusKey(campus, `CALENDARFEED#${owner}`, 'LINK')

/** The number of the latest link to somebody's calendar; 0 when there was none. */
export const latestLink = async (context: CampusContext, owner: CalendarOwner): Promise<number> =>
  calendarLinkItem.find(await context.table.get(calendarLinkKey(context, owner)))?.version ?? 0

/** Another link holds from now on. @param version the latest so far */
export const replaceLink = (context: CampusContext, owner: CalendarOwner, version: number): Write =>
  calendarLinkItem.write(calendarLinkKey(context, owner), { issued: version + 1 }, { version })
