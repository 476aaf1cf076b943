import { expect, test } from 'vitest'
import { allSteps, play } from './run.ts'

/** A few for each test run; CI asks for 1000 by the environment. */
const seeds = Number(process.env.SIMULATION_SEEDS ?? 75)
const steps = Number(process.env.SIMULATION_STEPS ?? 100)
const chunk = 25

/**
 * Tests a share of the seeds: one file for each core.
 * @param share 0 for the first of so many
 */
export function testSeeds(share: number, shares: number): void {
  const chunks = Array.from({ length: Math.ceil(seeds / chunk) }, (_, at) => at * chunk + 1)
  const own = chunks.filter((_, at) => at % shares === share)
  test.each(own)(
    'whatever fails, comes twice, late or out of order, every invariant holds: from seed %i',
    async (from) => {
      for (let seed = from; seed < Math.min(from + chunk, seeds + 1); seed += 1) {
        const { violations, failedAt } = await play({ seed, steps: allSteps(steps) })
        expect(violations, `seed ${seed}, step ${failedAt}: npm run simulate -- --from ${seed} --seeds 1`).toEqual([])
      }
    },
  )
}
