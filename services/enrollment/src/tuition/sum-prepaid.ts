import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { localDateOf, startOfDay } from '@tutelage/shared/kernel/time-zone.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import { loadRecorded } from '../lesson-hours/hours-account-store.ts'
import { flowsByDay, nextDay, noFlow, type PrepaidDay } from './prepaid.ts'
import { addPrepaidDay, findLastDay } from './prepaid-store.ts'

/** A campus whose days were never summed up is looked at from so many days ago. */
const mostDaysBack = 400
/** One transaction. */
const daysAtOnce = 60

/**
 * The days after the last that was summed up, until a day, each with what was recorded on it.
 * @param last the last that was summed up; undefined when none was
 * Rule: E5.
 */
export async function laterDays(
  context: CampusContext,
  last: PrepaidDay | undefined,
  until: LocalDate,
): Promise<readonly PrepaidDay[]> {
  const { timeZone, currency } = await loadCampus(context)
  const first = last ? addDays(last.day, 1) : addDays(until, -mostDaysBack)
  if (first > until) return []
  const range = { since: startOfDay(first, timeZone), until: startOfDay(addDays(until, 1), timeZone) }
  const entries = await loadRecorded(context, range)
  const dayOf = (at: Instant): LocalDate => localDateOf(at, timeZone)
  const byDay = Map.groupBy(entries, ({ recordedAt }) => dayOf(recordedAt))
  const begins = last ? first : ([...byDay.keys()].sort()[0] ?? until)
  return daysFrom(begins, until, {
    byDay,
    before: last?.total ?? noFlow,
    flows: (of) => flowsByDay(of, currency, dayOf),
  })
}

interface Recorded {
  readonly byDay: ReadonlyMap<LocalDate, readonly LedgerEntry[]>
  readonly before: PrepaidDay['total']
  readonly flows: (entries: readonly LedgerEntry[]) => PrepaidDay['late']
}

function daysFrom(first: LocalDate, until: LocalDate, { byDay, before, flows }: Recorded): readonly PrepaidDay[] {
  const days: PrepaidDay[] = []
  for (let day = first; day <= until; day = addDays(day, 1)) {
    days.push(nextDay(days.at(-1)?.total ?? before, day, flows(byDay.get(day) ?? [])))
  }
  return days
}

/**
 * Sums up the days before a day that are over and were not summed up yet, so that any of them is answered by few reads.
 * @returns where to go on, or undefined at the end
 * Rule: E5.
 */
export async function sumPrepaid(
  day: LocalDate,
  _cursor: string | undefined,
  context: CampusContext,
): Promise<string | undefined> {
  const yesterday = addDays(day, -1)
  const days = await laterDays(context, await findLastDay(context, yesterday), yesterday)
  const now = days.slice(0, daysAtOnce)
  if (now.length === 0) return undefined
  const next = now.length < days.length ? now.at(-1)?.day : undefined
  await context.commit({ writes: now.map((each) => addPrepaidDay(context, each)), answer: null })
  return next
}
