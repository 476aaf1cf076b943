import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { plants } from './plants.ts'
import { playSeeds } from './play-seeds.ts'
import { allSteps } from './run.ts'
import { shrink } from './shrink.ts'

const count = z.coerce.number().int().min(1)
const plantField = z.enum(Object.keys(plants), { error: `one of ${Object.keys(plants).join(', ')}` })
const optionsSchema = z.object({
  seeds: count.default(100),
  steps: count.default(100),
  from: count.default(1),
  workers: count.default(availableParallelism()),
  plant: plantField.optional(),
  history: z.boolean().default(false),
})

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    steps: { type: 'string' },
    from: { type: 'string' },
    workers: { type: 'string' },
    plant: { type: 'string' },
    history: { type: 'boolean' },
  },
})
const parsed = optionsSchema.safeParse(values)
const tell = (text: string): boolean => process.stdout.write(`${text}\n`)

async function simulate({ seeds, steps, from, workers, plant, history }: z.output<typeof optionsSchema>) {
  const start = performance.now()
  const perSecond = (played: number): string => ((played * 1000) / (performance.now() - start)).toFixed(1)
  const progressEvery = 10_000
  let toldAt = start
  const failed = await playSeeds({ from, seeds, steps, workers, plant }, (played) => {
    if (history) tell(played.history.join('\n'))
    if (performance.now() - toldAt < progressEvery) return
    toldAt = performance.now()
    tell(`${played.count} of ${seeds} seeds, ${perSecond(played.count)} a second`)
  })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  if (!failed) {
    const rate = `${seconds} s, ${perSecond(seeds)} seeds a second`
    return tell(`${seeds} seeds of ${steps} steps from ${from}: no violation, ${rate}`)
  }
  const run = { seed: failed.seed, steps: allSteps(steps), plant: plant === undefined ? undefined : plants[plant] }
  const shortest = await shrink(run, failed)
  tell(`seed ${failed.seed} breaks an invariant; its shortest history:`)
  tell(shortest.outcome.history.join('\n'))
  tell(shortest.outcome.violations.join('\n'))
  tell(`kept as { seed: ${failed.seed}, history: '${shortest.outcome.history.join('; ')}' }`)
  process.exitCode = 1
}

if (parsed.success) await simulate(parsed.data)
else {
  tell(z.prettifyError(parsed.error))
  process.exitCode = 2
}
// Crashed invocations leave their timers behind.
process.exit()
