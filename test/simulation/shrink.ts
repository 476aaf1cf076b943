import { type Outcome, play, type Run } from './run.ts'

/** A run that fails, as short as was found. */
export interface Shrunk {
  readonly steps: readonly number[]
  readonly outcome: Outcome
}

const mostTries = 300

/** Leaves out steps as long as the run fails, ever smaller pieces of it: every step has its own chance, so the rest stays as it was. */
export async function shrink(run: Run, failed: Outcome): Promise<Shrunk> {
  const end = failed.failedAt === undefined ? run.steps.length : run.steps.indexOf(failed.failedAt) + 1
  let best: Shrunk = { steps: run.steps.slice(0, end), outcome: failed }
  let tries = 0
  for (let size = Math.ceil(best.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.steps.length && tries < mostTries; ) {
      tries += 1
      const steps = best.steps.toSpliced(at, size)
      const outcome = await play({ ...run, steps })
      if (outcome.violations.length > 0) best = { steps, outcome }
      else at += size
    }
  }
  return best
}
