import type { CampusContext } from '../data/context.ts'
import type { LocalDate } from '../kernel/instant.ts'
import { localDateOf } from '../kernel/time-zone.ts'
import { loadCampus } from './load-campus.ts'

/** Today, where the campus is. Rule: domain §3, Time. */
export const campusToday = async (context: CampusContext): Promise<LocalDate> =>
  localDateOf(context.now, (await loadCampus(context)).timeZone)
