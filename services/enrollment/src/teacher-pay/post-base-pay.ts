import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { addMs, type LocalDate, localDate, secondMs } from '@tutelage/shared/kernel/instant.ts'
import { monthOf } from '@tutelage/shared/kernel/local-date.ts'
import { startOfDay } from '@tutelage/shared/kernel/time-zone.ts'
import { type BasePay, basePayEntry, basePayOf } from './base-pay.ts'
import { addBasePayMonth, findLastBasePayMonth, listBasePay } from './base-pay-store.ts'
import { monthAfter } from './pay-month.ts'
import { appendBasePay, findBasePayEntry, namePaidTeacher } from './teacher-pay-store.ts'

/** One transaction: an entry and a name for each. */
const teachersAtOnce = 40

/** The base pay of one teacher's month; nothing when there is none, or it was posted before a crash. */
async function postOne(context: CampusContext, basePay: BasePay, month: string) {
  const { timeZone, currency } = await loadCampus(context)
  const payMonth = { teacherId: basePay.teacherId, month }
  const amountMinor = basePayOf(basePay, month)
  if (amountMinor === 0 || (await findBasePayEntry(context, payMonth))) return []
  const occurredAt = addMs(startOfDay(localDate(`${monthAfter(month)}-01`), timeZone), -secondMs)
  const entryId = context.ids.next('entry')
  const facts = { entryId, occurredAt, recordedAt: context.now, causationId: context.correlationId }
  const entry = basePayEntry(payMonth, { amountMinor, currency }, facts)
  return [appendBasePay(context, payMonth, entry), ...(await namePaidTeacher(context, payMonth))]
}

/** Where the job goes on: in which month, and from which teacher on. A place in another month is none: all begin anew. */
const placeOf = (month: string, cursor: string): string => `${month} ${cursor}`
const cursorIn = (month: string, place: string | undefined): string | undefined =>
  place?.startsWith(`${month} `) ? place.slice(month.length + 1) || undefined : undefined

/**
 * Posts the base pay of the months that are over and were not posted yet, some teachers at a time. Each teacher's month has one place
 * for it, which is written once; only when all are written is the month closed.
 * @param day of which the months before are over
 * @param place see `placeOf`
 * @returns where to go on, or undefined at the end
 * Rule: E17.
 */
export async function postBasePay(
  day: LocalDate,
  place: string | undefined,
  context: CampusContext,
): Promise<string | undefined> {
  const lastOver = monthAfter(monthOf(day), -1)
  const posted = await findLastBasePayMonth(context)
  const month = posted === undefined ? lastOver : monthAfter(posted)
  if (month > lastOver) return undefined
  const page = await listBasePay(context, { limit: teachersAtOnce, cursor: cursorIn(month, place) })
  const entries = await Promise.all(page.items.map(({ value }) => postOne(context, value, month)))
  const done = page.nextCursor === undefined ? [addBasePayMonth(context, month)] : []
  await context.commit({ writes: [...entries.flat(), ...done], answer: null })
  if (page.nextCursor !== undefined) return placeOf(month, page.nextCursor)
  return month < lastOver ? placeOf(monthAfter(month), '') : undefined
}
