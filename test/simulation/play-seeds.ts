import { Worker } from 'node:worker_threads'
import { allSteps } from './run.ts'
import type { Played, Work } from './seed-worker.ts'

/** Plays runs one after another on a thread of its own, as plain Node reads the code: tests and commands play the very same. */
export interface Player {
  /** @throws what the thread broke with */
  play(work: Work): Promise<Played>
  close(): Promise<unknown>
}

/** Begins a thread. */
export function openPlayer(): Player {
  const worker = new Worker(new URL('./seed-worker.ts', import.meta.url))
  return {
    play: (work) =>
      new Promise((played, broken) => {
        worker.once('error', broken)
        worker.once('message', (outcome: Played) => {
          worker.off('error', broken)
          played(outcome)
        })
        worker.postMessage(work)
      }),
    // Crashed invocations leave their timers behind.
    close: () => worker.terminate(),
  }
}

/** Which seeds are played, and on how many threads. */
export interface Share {
  readonly from: number
  readonly seeds: number
  readonly steps: number
  readonly workers: number
  /** A plant's name. */
  readonly plant: string | undefined
}

/**
 * Plays seeds on several threads, in order; once one has failed no other is begun.
 * @param heard is told of each seed that was played, and how many there were
 * @returns the lowest seed that failed, the same on any number of threads; undefined when none did
 */
export async function playSeeds(
  { from, seeds, steps, workers, plant }: Share,
  heard: (played: Played & { readonly count: number }) => void,
): Promise<Played | undefined> {
  const failed: Played[] = []
  let next = from
  let count = 0
  const playOn = async (player: Player): Promise<void> => {
    while (failed.length === 0 && next < from + seeds) {
      const seed = next
      next += 1
      const played = await player.play({ seed, steps: allSteps(steps), plant })
      count += 1
      if (played.violations.length > 0) failed.push(played)
      heard({ ...played, count })
    }
    await player.close()
  }
  await Promise.all(Array.from({ length: Math.min(workers, seeds) }, () => playOn(openPlayer())))
  return failed.toSorted((a, b) => a.seed - b.seed)[0]
}
