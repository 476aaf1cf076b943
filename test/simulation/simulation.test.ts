import { describe, expect, test } from 'vitest'
import { keptSeeds, runOf } from './kept-seeds.ts'
import { allSteps, play } from './run.ts'
import { testSeeds } from './seed-tests.ts'

testSeeds(0, 2)

describe('what was found once stays found', () => {
  test.each(keptSeeds)('seed $seed: $was', async (kept) => {
    const { violations, history } = await play(runOf(kept))
    expect(violations).toEqual([])
    expect(history.join('; ')).toBe(kept.history.replace(/\s+/g, ' ').trim())
  })
})

test('the same seed gives the same history', async () => {
  const run = { seed: 7, steps: allSteps(60) }
  expect(await play(run)).toEqual(await play(run))
})
