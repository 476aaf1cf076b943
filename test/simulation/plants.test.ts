import { expect, test } from 'vitest'
import { hunt } from './hunt.ts'
import { plants } from './plants.ts'

/** No planted bug gets past so many seeds. */
const most = 2_000

test.each(Object.entries(plants))('%s is found', async (_, plant) => {
  const found = await hunt(plant, most, 100)
  expect(found, `nothing was found of: ${plant.bug}`).toBeDefined()
})
