import { Worker } from 'node:worker_threads'
import type { Played, Work } from './seed-worker.ts'

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
  const begin = (worker: Worker): void => {
    const isOver = failed.length > 0 || next >= from + seeds
    const work: Work | undefined = isOver ? undefined : { seed: next, steps, plant }
    if (!isOver) next += 1
    worker.postMessage(work)
  }
  const playOn = (worker: Worker): Promise<void> =>
    new Promise((ended, broken) => {
      worker.on('error', broken)
      worker.on('exit', () => ended())
      worker.on('message', (played: Played) => {
        count += 1
        if (played.violations.length > 0) failed.push(played)
        heard({ ...played, count })
        begin(worker)
      })
      begin(worker)
    })
  const threads = Array.from(
    { length: Math.min(workers, seeds) },
    () => new Worker(new URL('./seed-worker.ts', import.meta.url)),
  )
  await Promise.all(threads.map(playOn))
  return failed.toSorted((a, b) => a.seed - b.seed)[0]
}
