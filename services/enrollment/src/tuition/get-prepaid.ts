import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { formulas } from '@tutelage/shared/contracts/enrollment/formulas.ts'
import type { getPrepaid as contract } from '@tutelage/shared/contracts/enrollment/prepaid-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { daysBetween } from '@tutelage/shared/kernel/local-date.ts'
import { noFlow, type PrepaidDay, prepaidOn } from './prepaid.ts'
import { findLastDay, loadPrepaidDays } from './prepaid-store.ts'
import { laterDays } from './sum-prepaid.ts'

/** Looking back from a day, so many days are read: each is one small item. */
const mostDaysApart = 366

const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b)

/** The days from one to another: as they were summed up, and the latest from their entries. */
async function daysOf(context: CampusContext, on: LocalDate, recordedOn: LocalDate): Promise<readonly PrepaidDay[]> {
  const known = await findLastDay(context, on)
  const summed = known ? await loadPrepaidDays(context, { from: known.day, to: recordedOn }) : []
  return [...summed, ...(await laterDays(context, summed.at(-1), recordedOn))]
}

/**
 * Prepaid tuition of the campus: received less refunded less consumed, as it had happened by the end of one day and was recorded by
 * the end of another. It reads what the days were summed up to, and entries only of days that are not.
 * @returns the sums, or refuses `tooFarApart` when the two days are more than a year apart
 * Rule: E5, domain §3 (asOf).
 */
export async function getPrepaid({ query }: RequestOf<typeof contract>, context: CampusContext) {
  const today = await campusToday(context)
  const { currency } = await loadCampus(context)
  const recordedOn = earlier(query.recordedOn ?? today, today)
  // Nothing happened later than it was recorded.
  const on = earlier(query.on ?? today, recordedOn)
  if (daysBetween(on, recordedOn) > mostDaysApart) return refuse('tooFarApart', { mostDaysApart })
  const days = await daysOf(context, on, recordedOn)
  const base = days.findLast(({ day }) => day <= on)?.total ?? noFlow
  const late = days.filter(({ day }) => day > on).flatMap((each) => each.late)
  return accept({ on, recordedOn, currency, ...prepaidOn(base, on, late), formula: formulas.prepaid })
}
