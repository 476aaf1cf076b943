import { parentPort } from 'node:worker_threads'
import { plants } from './plants.ts'
import { allSteps, type Outcome, play } from './run.ts'

/** One seed to be played. */
export interface Work {
  readonly seed: number
  readonly steps: number
  readonly plant: string | undefined
}

/** How it ended. */
export interface Played extends Outcome {
  readonly seed: number
}

const port = parentPort
if (!port) throw new Error('seeds are played in a worker of their own')
port.on('message', async (work: Work | undefined) => {
  // Crashed invocations leave their timers behind.
  if (!work) process.exit()
  const { seed, steps, plant } = work
  const planted = plant === undefined ? undefined : plants[plant]
  const outcome = await play({ seed, steps: allSteps(steps), plant: planted })
  port.postMessage({ ...outcome, seed } satisfies Played)
})
