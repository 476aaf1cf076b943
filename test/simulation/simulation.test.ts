import { describe, expect, test } from 'vitest'
import { keptSeeds } from './kept-seeds.ts'
import { allSteps, play } from './run.ts'

/** A few for each test run; CI asks for 1000 by the environment. */
const seeds = Number(process.env.SIMULATION_SEEDS ?? 120)
const steps = Number(process.env.SIMULATION_STEPS ?? 100)
const chunk = 40

describe('whatever fails, comes twice, late or out of order, every invariant holds', () => {
  const starts = Array.from({ length: Math.ceil(seeds / chunk) }, (_, at) => at * chunk + 1)
  test.each(starts)('from seed %i', async (from) => {
    for (let seed = from; seed < Math.min(from + chunk, seeds + 1); seed += 1) {
      const { violations, failedAt } = await play({ seed, steps: allSteps(steps) })
      expect(violations, `seed ${seed}, step ${failedAt}: npm run simulate -- --from ${seed} --seeds 1`).toEqual([])
    }
  })
})

describe('what was found once stays found', () => {
  test.each(keptSeeds)('seed $seed: $was', async ({ seed, steps: kept }) => {
    expect((await play({ seed, steps: kept })).violations).toEqual([])
  })
})

test('the same seed gives the same history', async () => {
  const run = { seed: 7, steps: allSteps(60) }
  expect(await play(run)).toEqual(await play(run))
})
