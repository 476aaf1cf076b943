import { allSteps } from './run.ts'

/** A run that broke an invariant once, and what was wrong. */
export interface KeptSeed {
  readonly seed: number
  readonly steps: readonly number[]
  readonly was: string
}

/** Every run that ever found something, so that it stays found; played again by each test run. */
export const keptSeeds: readonly KeptSeed[] = [
  { seed: 5, steps: allSteps(100), was: 'the simulator took a throttled sweep for a defect' },
  {
    seed: 3005,
    steps: [3, 4, 7, 8],
    was: 'a correction read entries that a rival correction had posted after its book was read, and failed with a defect',
  },
]
