import { afterAll, expect, test } from 'vitest'
import { everything, excepted, outside } from './coverage.ts'
import { openPlayer } from './play-seeds.ts'
import { allSteps } from './run.ts'
import { scale } from './scale.ts'

const { seeds, steps } = scale
const chunk = 25
/** In a share of so many seeds everything has happened. */
const enoughSeeds = 500

/**
 * Tests a share of the seeds: one file for each core.
 * @param share 0 for the first of so many
 */
export function testSeeds(share: number, shares: number): void {
  const chunks = Array.from({ length: Math.ceil(seeds / chunk) }, (_, at) => at * chunk + 1)
  const own = chunks.filter((_, at) => at % shares === share)
  const seen = new Set<string>()
  const player = openPlayer()
  afterAll(() => player.close())
  test.each(own)(
    'whatever fails, comes twice, late or out of order, every invariant holds: from seed %i',
    async (from) => {
      for (let seed = from; seed < Math.min(from + chunk, seeds + 1); seed += 1) {
        const outcome = await player.play({ seed, steps: allSteps(steps) })
        const again = `seed ${seed}, step ${outcome.failedAt}: npm run simulate -- --from ${seed} --seeds 1`
        expect(outcome.violations, again).toEqual([])
        for (const name of outcome.seen) seen.add(name)
      }
    },
  )

  test.runIf(own.length * chunk >= enoughSeeds)(
    'every route, subscription, job and event of the manifests happened in some run, but for those that say why not',
    () => {
      const never = everything().filter((name) => !seen.has(name) && !excepted(name))
      expect(never, 'these never happened').toEqual([])
      const stale = Object.keys(outside).filter((name) => seen.has(name))
      expect(stale, 'these are excepted for nothing').toEqual([])
    },
  )
}
