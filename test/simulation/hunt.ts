import type { Plant } from './plant.ts'
import { allSteps, play } from './run.ts'

/** The seed that found a plant, and what it saw. */
export interface Found {
  readonly seed: number
  readonly violation: string
}

/**
 * Plays seed after seed until one finds the plant.
 * @param most seeds that are played
 * @returns undefined when none of them did
 */
export async function hunt(plant: Plant, most: number, steps: number): Promise<Found | undefined> {
  for (let seed = 1; seed <= most; seed += 1) {
    const { violations } = await play({ seed, steps: allSteps(steps), plant })
    if (violations[0] !== undefined) return { seed, violation: violations[0] }
  }
  return undefined
}
