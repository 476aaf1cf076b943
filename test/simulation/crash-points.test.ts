import { expect, test } from 'vitest'
import { flows, playFlow } from './crash-points.ts'

/** 1 is every point, as CI has it; otherwise every so many, so that a test run is short. */
const stride = Number(process.env.SIMULATION_CRASH_STRIDE ?? 4)

test.each(Object.keys(flows))(
  '%s: a crash at any point, before or after it, retried or delivered twice, changes nothing',
  { timeout: 600_000 },
  async (name) => {
    const calm = await playFlow(name)
    expect(calm.violations).toEqual([])
    expect(calm.calls).toBeGreaterThan(5)
    for (let at = 0; at < calm.calls; at += stride) {
      for (const when of ['before', 'after'] as const) {
        for (const twice of [false, true]) {
          const { violations, events } = await playFlow(name, { at, when, twice })
          expect({ at, when, twice, violations, events }).toEqual({ at, when, twice, ...noneOf, events: calm.events })
        }
      }
    }
  },
)

const noneOf = { violations: [] }
