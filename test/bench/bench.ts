import { Console } from 'node:console'
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { coldStartReach, coldStarts } from './cold-start.ts'

const root = join(import.meta.dirname, '..', '..')
const { values: given } = parseArgs({ options: { runs: { type: 'string', default: '15' } } })

/** Figures mean nothing without the machine they were measured on. */
const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`)

say(`${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}`)

say(`\nCold start: import of each bundle against DynamoDBDocumentClient alone; reach ${coldStartReach}`)
const coldStart = await coldStarts(root, ['leads', 'enrollment', 'loyalty', 'feedback'], Number(given.runs))
new Console(process.stdout).table(coldStart)

await mkdir(join(root, '.local'), { recursive: true })
await writeFile(join(root, '.local', 'bench.json'), `${JSON.stringify({ machine, coldStart }, null, 2)}\n`)
