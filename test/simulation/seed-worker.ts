import { parentPort } from 'node:worker_threads'
import { plants } from './plants.ts'
import { type Outcome, play, type Run } from './run.ts'

/** A run to be played, with its plant by name. */
export interface Work extends Omit<Run, 'plant'> {
  readonly plant?: string | undefined
}

/** How it ended. */
export interface Played extends Outcome {
  readonly seed: number
}

const port = parentPort
if (!port) throw new Error('seeds are played in a worker of their own')
port.on('message', async ({ plant, ...run }: Work) => {
  const outcome = await play({ ...run, plant: plant === undefined ? undefined : plants[plant] })
  port.postMessage({ ...outcome, seed: run.seed } satisfies Played)
})
