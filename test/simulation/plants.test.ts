import { expect, test } from 'vitest'
import { flows } from './crash-points-flows.ts'
import { readyFlow } from './crash-points-story.ts'
import { hunt } from './hunt.ts'
import { plants } from './plants.ts'
import { shortPages } from './table-plants.ts'
import { wiringPlants } from './wiring-plants.ts'

/** No planted bug gets past so many seeds. */
const most = 2_000
const steps = 100

test('bugs enough are planted', () => expect(Object.keys(plants).length).toBeGreaterThanOrEqual(25))

test.each(Object.entries(plants))('%s is found', { timeout: 600_000 }, async (_, plant) => {
  const found = await hunt(plant, most, steps)
  expect(found, `nothing was found of: ${plant.bug}`).toBeDefined()
})

test('where nothing is planted nothing is found', { timeout: 600_000 }, async () => {
  expect(await hunt({ bug: 'none' }, 40, steps)).toBeUndefined()
})

test('a daily job of many pages does them all; without its cursor it does not', async () => {
  const { play, ends } = await readyFlow(flows.festival)
  const { events, items } = await play(undefined, { bug: 'none', table: shortPages(1) })
  expect({ events, items }).toEqual(ends[0])
  const first = await play(undefined, wiringPlants.jobWithoutCursor)
  expect(first.items.length).toBeLessThan(items.length)
})
