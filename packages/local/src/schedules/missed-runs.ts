import type { Schedule } from './schedule-expression.ts'

const hourMs = 3_600_000
const weekMs = 7 * 24 * hourMs
const mostRuns = 5

/**
 * The runs that fall in `(fromMs, toMs]`, oldest first and the five latest at most, when a clock is wound from one to
 * the other. They all run at its end, so more of them would show nothing that five do not: a sweep looks at everything
 * that is due, and a daily job makes up for the three days before it.
 */
export function runsBetween(schedule: Schedule, fromMs: number, toMs: number): readonly number[] {
  const first = schedule.next(fromMs)
  if (first === undefined || first > toMs) return []
  const second = schedule.next(first)
  const frequent = second !== undefined && second - first < hourMs
  const runs: number[] = []
  for (let at = schedule.next(frequent ? Math.max(fromMs, toMs - weekMs) : fromMs); at !== undefined && at <= toMs; ) {
    runs.push(at)
    at = schedule.next(at)
  }
  return runs.slice(-mostRuns)
}
