import type { Schedule } from './schedule-expression.ts'

const hourMs = 3_600_000
const weekMs = 7 * 24 * hourMs
const mostFrequentRuns = 5
const mostRuns = 2_000

/**
 * The runs that fall in `(fromMs, toMs]`, oldest first, when a clock is wound from one to the other. Of a schedule
 * that runs more often than hourly only the five latest, within the last week: a minute's sweep caught up a thousand
 * times shows nothing that five do not. Of all others every run, so that no day is left out.
 */
export function runsBetween(schedule: Schedule, fromMs: number, toMs: number): readonly number[] {
  const first = schedule.next(fromMs)
  if (first === undefined || first > toMs) return []
  const second = schedule.next(first)
  const frequent = second !== undefined && second - first < hourMs && toMs - fromMs > hourMs
  const runs = allRuns(schedule, frequent ? Math.max(fromMs, toMs - weekMs) : fromMs, toMs)
  return frequent ? runs.slice(-mostFrequentRuns) : runs.slice(-mostRuns)
}

function allRuns(schedule: Schedule, fromMs: number, toMs: number): number[] {
  const runs: number[] = []
  for (let at = schedule.next(fromMs); at !== undefined && at <= toMs; at = schedule.next(at)) runs.push(at)
  return runs
}
