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
  {
    seed: 20262,
    steps: [143, 146, 159, 163],
    was: 'a correction read a mark before a rival corrected it and the account after, and failed with a defect',
  },
  {
    seed: 6018,
    steps: [
      2, 3, 6, 9, 12, 15, 18, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 49, 55, 61, 63, 64, 65, 68, 70, 71, 74, 75,
      78, 79, 83, 84, 89, 94, 95, 96, 97, 98, 99, 102, 103, 104, 108, 109, 110, 111, 113, 119, 120, 121, 126, 127, 129,
      133, 136, 138, 139, 141, 142, 143, 144, 145, 146, 151, 152, 153, 156, 157, 158, 161, 165, 166, 168, 169, 174, 175,
      178, 179, 180, 181, 182,
    ],
    was: 'a stamp was taken from cards that a rival had changed after its lesson was read, and failed with a defect',
  },
]
