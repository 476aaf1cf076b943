import type { Campus } from '../contracts/campus.ts'
import type { DailyJob } from '../contracts/define-service.ts'
import type { Call, Ports } from '../data/attempt.ts'
import type { CampusContext } from '../data/context.ts'
import { runUseCase } from '../data/run-use-case.ts'
import { accept } from '../kernel/decision.ts'
import { addMs, type Instant, type LocalDate, minuteMs, secondMs } from '../kernel/instant.ts'
import { addDays } from '../kernel/local-date.ts'
import type { CampusScope } from '../kernel/scope.ts'
import { instantAt, localDateOf } from '../kernel/time-zone.ts'
import { type DayRunPlace, findDayRun, firstDayRun, saveDayRun } from './day-run-store.ts'

/** A daily job in one campus. */
export interface DailyRun {
  readonly ports: Ports
  readonly job: DailyJob<CampusContext>
  readonly campus: CampusScope
  /** The call of one page, without its campus. */
  readonly call: Omit<Call, 'campus' | 'guard'>
  /** False when the function's time is nearly over. */
  hasTime(): boolean
}

/** How a day's run ended: `more` pages are left; `leased`: somebody else is at it. */
export type DayEnd = 'done' | 'more' | 'leased'

/** A missed day is made up for within these days. */
export const lookBackDays = 3
/** Longer than a function runs, shorter than patience. */
export const leaseMs = 90 * secondMs
const pagesAtOnce = 20
/** The scheduler's clock and ours differ a little. */
const toleranceMs = minuteMs

/**
 * The local days that a daily job is to run now, oldest first: today once its time has come, and days before that were
 * missed. A campus in which it never ran begins today: nothing was missed there.
 */
export async function daysToRun({ ports, job, campus }: DailyRun, { timeZone }: Campus): Promise<readonly LocalDate[]> {
  const now = addMs(ports.clock.now(), toleranceMs)
  const today = localDateOf(now, timeZone)
  const first = (await firstDayRun(ports.table, campus, job.name)) ?? today
  const days = Array.from({ length: lookBackDays + 1 }, (_, index) => addDays(today, index - lookBackDays))
  return days.filter((day) => day >= first && instantAt(day, job.at, timeZone) <= now)
}

/** A run that is ours until the lease ends. */
interface Held {
  readonly place: DayRunPlace
  readonly startedAt: Instant
  readonly version: number
  readonly cursor: string | undefined
}

async function take({ ports }: DailyRun, place: DayRunPlace): Promise<Held | 'done' | 'leased'> {
  const now = ports.clock.now()
  const stored = await findDayRun(ports.table, place)
  if (!stored) return (await save(ports, { place, startedAt: now, version: 0, cursor: undefined }, leaseMs)) ?? 'leased'
  const { run, version } = stored
  if (run.status === 'done') return 'done'
  if (run.leaseUntil > now) return 'leased'
  const held = { place, startedAt: run.startedAt, version, cursor: run.cursor }
  return (await save(ports, held, leaseMs)) ?? 'leased'
}

/** Saves how far it is and renews the lease; undefined when the lease was lost. */
async function save(ports: Ports, held: Held, forMs: number): Promise<Held | undefined> {
  const { place, startedAt, cursor } = held
  const leaseUntil = addMs(ports.clock.now(), forMs)
  const run = { status: 'running' as const, startedAt, leaseUntil, ...(cursor !== undefined && { cursor }) }
  const version = await saveDayRun(ports.table, place, run, held.version)
  return version === undefined ? undefined : { ...held, version }
}

async function runPage({ ports, job, campus, call }: DailyRun, { place, cursor }: Held): Promise<string | undefined> {
  const outcome = await runUseCase(ports, { ...call, campus }, async (context) =>
    accept({ next: await job.run(place.day, cursor, context) }),
  )
  if (outcome.kind !== 'done') throw new Error(`${job.name} met too many conflicts`)
  return outcome.answer.next
}

async function finish({ ports }: DailyRun, { place, startedAt, version }: Held): Promise<DayEnd> {
  const run = { status: 'done' as const, startedAt, finishedAt: ports.clock.now() }
  return (await saveDayRun(ports.table, place, run, version)) === undefined ? 'leased' : 'done'
}

/** Page after page, each saved with the fencing token: who lost the lease saves nothing more and stops. */
async function runPages(run: DailyRun, lease: { held: Held }): Promise<DayEnd> {
  for (let page = 1; ; page += 1) {
    const next = await runPage(run, lease.held)
    if (next === undefined) return finish(run, lease.held)
    const goesOn = page < pagesAtOnce && run.hasTime()
    const saved = await save(run.ports, { ...lease.held, cursor: next }, goesOn ? leaseMs : 0)
    if (!saved) return 'leased'
    if (!goesOn) return 'more'
    lease.held = saved
  }
}

/**
 * Runs a local day of a daily job, or goes on where it stopped. Once done it never runs again, whatever the clock says.
 * @throws what a page throws; the cursor before that page is kept, and the lease given back
 */
export async function runDay(run: DailyRun, day: LocalDate): Promise<DayEnd> {
  const taken = await take(run, { campus: run.campus, job: run.job.name, day })
  if (typeof taken === 'string') return taken
  const lease = { held: taken }
  try {
    return await runPages(run, lease)
  } catch (error) {
    // So that the next delivery need not wait; if it cannot be given back it ends by itself.
    await save(run.ports, lease.held, 0).catch(() => undefined)
    throw error
  }
}
