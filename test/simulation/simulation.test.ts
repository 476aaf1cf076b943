import { afterAll, describe, expect, test } from 'vitest'
import { keptSeeds, runOf } from './kept-seeds.ts'
import { openPlayer } from './play-seeds.ts'
import { allSteps } from './run.ts'
import { testSeeds } from './seed-tests.ts'

testSeeds(0, 2)

const player = openPlayer()
afterAll(() => player.close())

describe('what was found once stays found', () => {
  test.each(keptSeeds)('seed $seed: $was', async (kept) => {
    const { violations, history } = await player.play(runOf(kept))
    expect(violations).toEqual([])
    expect(history.join('; ')).toBe(kept.history.replace(/\s+/g, ' ').trim())
  })
})

test('the same seed gives the same history', async () => {
  const run = { seed: 7, steps: allSteps(60) }
  expect(await player.play(run)).toEqual(await player.play(run))
})
