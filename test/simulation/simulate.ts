import { parseArgs } from 'node:util'
import { plants } from './plants.ts'
import { allSteps, play } from './run.ts'
import { shrink } from './shrink.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    steps: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    plant: { type: 'string' },
    history: { type: 'boolean', default: false },
  },
})

const tell = (text: string): boolean => process.stdout.write(`${text}\n`)
const [seeds, count, from] = [Number(values.seeds), Number(values.steps), Number(values.from)]
const plant = values.plant === undefined ? undefined : plants[values.plant]
if (values.plant !== undefined && !plant) throw new RangeError(`no plant ${values.plant}: ${Object.keys(plants)}`)

const start = performance.now()
for (let seed = from; seed < from + seeds; seed += 1) {
  const outcome = await play({ seed, steps: allSteps(count), plant })
  if (values.history) tell(outcome.history.join('\n'))
  if (outcome.violations.length === 0) continue
  const shortest = await shrink({ seed, steps: allSteps(count), plant }, outcome)
  tell(`seed ${seed} breaks an invariant; its shortest history:`)
  tell(shortest.outcome.history.join('\n'))
  tell(shortest.outcome.violations.join('\n'))
  tell(`kept as { seed: ${seed}, steps: [${shortest.steps.join(', ')}] }`)
  process.exitCode = 1
  break
}
const seconds = (performance.now() - start) / 1000
if (process.exitCode !== 1) tell(`${seeds} seeds of ${count} steps from ${from}: no violation, ${seconds.toFixed(1)} s`)
// Crashed invocations leave their timers behind.
process.exit()
