import { Console } from 'node:console'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { coldStartReach, coldStarts } from './cold-start.ts'
import { growth, growthReach } from './growth.ts'
import { localCloud } from './local-cloud.ts'
import { operationsAmong } from './scale.ts'
import { costReach, studentCost } from './student-cost.ts'
import { units } from './units.ts'
import { warmRequestReach, warmRequests } from './warm-request.ts'

const root = join(import.meta.dirname, '..', '..')
const { values: given } = parseArgs({
  options: { only: { type: 'string', multiple: true }, runs: { type: 'string', default: '15' } },
})
const services = ['leads', 'enrollment', 'loyalty', 'feedback']
const runs = Number(given.runs)

interface Part {
  /** What is measured, against what, and how far it may go. */
  readonly title: string
  /** @returns rows of a table, kept as JSON; one that misses its reach says so, and the command fails in the end */
  measure(): Promise<readonly object[]>
}

/** Everything that can be measured: `npm run bench -- --only <name>` runs one of them. */
const parts: Readonly<Record<string, Part>> = {
  coldStart: {
    title: `Cold start: import of each bundle against DynamoDBDocumentClient alone; reach ${coldStartReach}`,
    measure: () => coldStarts(root, services, runs),
  },
  warmRequest: {
    title: `Warm request: CPU without the database against the same SDK calls by hand; reach ${warmRequestReach}`,
    measure: () => warmRequests(runs),
  },
  units: { title: 'Capacity units and events of each operation', measure: () => units(root) },
  cost: {
    title: `Cost of an active student in a month, in millionths of a US$; reach ${costReach} US$`,
    measure: studentCost,
  },
  scale: {
    title: 'Scale: units of reading and writing of each operation in a small chain and in large ones',
    measure: () =>
      operationsAmong([
        { students: 1_000, campuses: 2 },
        { students: 20_000, campuses: 100 },
        { students: 50_000, campuses: 2 },
      ]),
  },
  growth: {
    title: `Growth: the same requests among 1,000 and 100,000 students; units equal, latency reach ${growthReach}`,
    measure: () => growth([1_000, 100_000], 3 * runs),
  },
  local: {
    title: 'The local cloud: start, memory, and time from a posted event to its last effect',
    measure: () => localCloud(root, 2 * runs),
  },
}

const missedOf = (row: object): string | undefined =>
  'missed' in row && typeof row.missed === 'string' ? row.missed : undefined

/** Figures mean nothing without the machine they were measured on. */
const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`)
const resultFile = join(root, '.local', 'bench.json')

/** What other parts measured before stays, each with the machine and moment of its own. */
const measured = z
  .record(z.string(), z.unknown())
  .parse(await readFile(resultFile, 'utf8').then(JSON.parse, () => ({})))

const chosen = given.only ?? Object.keys(parts)
for (const name of chosen) if (!parts[name]) throw new Error(`no part ${name}: ${Object.keys(parts).join(', ')}`)

say(`${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}`)
await mkdir(join(root, '.local'), { recursive: true })
for (const [name, part] of Object.entries(parts).filter(([one]) => chosen.includes(one))) {
  say(`\n${part.title}`)
  const rows = await part.measure()
  new Console(process.stdout).table(rows)
  measured[name] = { at: new Date().toISOString(), machine, rows }
  await writeFile(resultFile, `${JSON.stringify(measured, null, 2)}\n`)
  if (rows.some(missedOf)) process.exitCode = 1
}
