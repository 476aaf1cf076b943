import { expect, test } from 'vitest'
import { allSteps, play } from './run.ts'
import { scale } from './scale.ts'

const { seeds, steps } = scale
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
