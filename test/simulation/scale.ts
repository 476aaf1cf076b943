import * as z from 'zod'

const count = z.coerce.number().int().min(1)

/** How much a test run plays: `SIMULATION_SEEDS` and `SIMULATION_STEPS`. */
export const scale = z
  .object({ SIMULATION_SEEDS: count.default(1_000), SIMULATION_STEPS: count.default(100) })
  .transform(({ SIMULATION_SEEDS: seeds, SIMULATION_STEPS: steps }) => ({ seeds, steps }))
  .parse(process.env)
