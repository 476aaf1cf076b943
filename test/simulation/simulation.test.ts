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

test.each([1, 2])('seed %i leaves the same, also as the first run of a process', async (seed) => {
  const another = openPlayer()
  const run = { seed, steps: allSteps(100) }
  const first = await another.play(run)
  expect(first).toEqual(await another.play(run))
  expect(first).toEqual(await player.play(run))
  await another.close()
})
