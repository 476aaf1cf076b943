import { expect, test } from 'vitest'
import { byChance, everything, outside } from './coverage.ts'
import { allSteps, play } from './run.ts'

/** So many seeds at most, and no more once everything happened. */
const mostSeeds = 400

const never = (seen: ReadonlySet<string>): readonly string[] =>
  everything().filter((name) => !seen.has(name) && !(name in outside) && !byChance.has(name))

test('every route, subscription, job and event of the manifests happens in some run, but for those that say why not', {
  timeout: 600_000,
}, async () => {
  const seen = new Set<string>()
  for (let seed = 1; seed <= mostSeeds && never(seen).length > 0; seed += 1) {
    for (const name of (await play({ seed, steps: allSteps(100) })).seen) seen.add(name)
  }
  expect(never(seen), 'these never happened').toEqual([])
  const unknown = [...Object.keys(outside), ...byChance].filter((name) => !everything().includes(name))
  const stale = Object.keys(outside).filter((name) => seen.has(name))
  expect({ stale, unknown }, 'these are excepted for nothing').toEqual({ stale: [], unknown: [] })
})
