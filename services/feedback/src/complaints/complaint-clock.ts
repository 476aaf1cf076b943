import type { ComplaintClock } from '@tutelage/shared/contracts/feedback/complaint-fields.ts'
import type { BusinessCalendar } from '@tutelage/shared/kernel/business-calendar.ts'
import type { DurationMs, Instant } from '@tutelage/shared/kernel/instant.ts'
import { addWorkingTime, workingTimeBetween } from '@tutelage/shared/kernel/working-time.ts'

/** By what a clock goes: the moment, the campus calendar, and when its warning comes. */
export interface Timing {
  readonly now: Instant
  readonly calendar: BusinessCalendar
  /** The warning comes when this share of a target is left. */
  readonly warnAtPercentLeft: number
}

type Paused = Extract<ComplaintClock, { status: 'paused' }>
type Running = Extract<ComplaintClock, { status: 'running' }>
type RunningTarget = Running['targets'][number]
type PausedTarget = Paused['targets'][number]
export type TargetName = PausedTarget['target']

/** A clock that is about to run out (`warning`) or has (`breach`). */
export interface Ring {
  readonly target: TargetName
  readonly stage: 'warning' | 'breach'
  readonly dueAt: Instant
}

function runningTarget({ target, budgetWorkingMs, leftWorkingMs, told }: PausedTarget, timing: Timing): RunningTarget {
  const { now, calendar, warnAtPercentLeft } = timing
  const warnWorkingMs = Math.floor((budgetWorkingMs * warnAtPercentLeft) / 100)
  return {
    target,
    budgetWorkingMs,
    leftWorkingMs,
    told,
    warnAt: addWorkingTime(calendar, now, Math.max(0, leftWorkingMs - warnWorkingMs)),
    dueAt: addWorkingTime(calendar, now, leftWorkingMs),
  }
}

const freshTarget = (target: TargetName, budgetWorkingMs: DurationMs): PausedTarget => ({
  target,
  budgetWorkingMs,
  leftWorkingMs: budgetWorkingMs,
  told: 'nothing',
})

/**
 * Starts the clocks.
 * @param budgets working time of each target, in milliseconds
 * Rule: F3.
 */
export const startClock = (budgets: Readonly<Record<TargetName, DurationMs>>, timing: Timing): ComplaintClock => ({
  status: 'running',
  since: timing.now,
  targets: (['acknowledge', 'update', 'resolve'] as const).map((target) =>
    runningTarget(freshTarget(target, budgets[target]), timing),
  ),
})

/** Takes a target off the clock: it was met, late or in time. */
export function meetTarget(clock: ComplaintClock, met: TargetName): ComplaintClock {
  if (clock.status === 'paused') return { ...clock, targets: clock.targets.filter(({ target }) => target !== met) }
  return { ...clock, targets: clock.targets.filter(({ target }) => target !== met) }
}

/** Sets a target back to its whole time; on a paused clock it waits with the others. */
export function restartTarget(clock: ComplaintClock, restarted: TargetName, timing: Timing): ComplaintClock {
  const fresh = ({ target, budgetWorkingMs }: PausedTarget) => freshTarget(target, budgetWorkingMs)
  if (clock.status === 'paused') {
    return { ...clock, targets: clock.targets.map((one) => (one.target === restarted ? fresh(one) : one)) }
  }
  const targets = clock.targets.map((one) => (one.target === restarted ? runningTarget(fresh(one), timing) : one))
  return { ...clock, targets }
}

/** Stops the clocks: what is left of each stays as it is until they go on. Rule: F3. */
export const pauseClock = (clock: Running, reason: Paused['reason'], timing: Timing): Paused => ({
  status: 'paused',
  since: timing.now,
  reason,
  targets: clock.targets.map((one) => ({
    target: one.target,
    budgetWorkingMs: one.budgetWorkingMs,
    leftWorkingMs: Math.max(0, workingTimeBetween(timing.calendar, timing.now, one.dueAt)),
    told: one.told,
  })),
})

/** Lets the clocks go on with what was left. Rule: F3. */
export const resumeClock = (clock: Paused, timing: Timing): Running => ({
  status: 'running',
  since: timing.now,
  targets: clock.targets.map((one) => runningTarget(one, timing)),
})

/** When a target is due; on a paused clock, when it would be if it went on now. */
export function dueAtOf(clock: ComplaintClock, name: TargetName, timing: Timing): Instant | undefined {
  const running = clock.status === 'paused' ? resumeClock(clock, timing) : clock
  return running.targets.find(({ target }) => target === name)?.dueAt
}

/** When somebody has to be told next; never, while the clock stands still or everything was told. */
export function nextRing(clock: ComplaintClock): Instant | undefined {
  if (clock.status === 'paused') return undefined
  const moments = clock.targets.flatMap(({ told, warnAt, dueAt }) =>
    told === 'breach' ? [] : [told === 'warning' ? dueAt : warnAt],
  )
  return moments.sort().at(0)
}

function stageOf({ told, warnAt, dueAt }: RunningTarget, now: Instant): Ring['stage'] | undefined {
  if (told === 'breach') return undefined
  if (dueAt <= now) return 'breach'
  return told === 'nothing' && warnAt <= now ? 'warning' : undefined
}

/**
 * What has come due until now and was not told yet; each stage of a target is told once. A target found breached is not
 * warned of first.
 * Rule: F3.
 */
export function ringClock(
  clock: ComplaintClock,
  now: Instant,
): { readonly clock: ComplaintClock; readonly rings: readonly Ring[] } {
  if (clock.status === 'paused') return { clock, rings: [] }
  const rings: Ring[] = []
  const targets = clock.targets.map((one) => {
    const stage = stageOf(one, now)
    if (!stage) return one
    rings.push({ target: one.target, stage, dueAt: one.dueAt })
    return { ...one, told: stage }
  })
  return { clock: { ...clock, targets }, rings }
}
