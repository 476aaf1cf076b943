import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryTable } from '../../packages/shared/src/data/memory-table.ts'
import { epochMs, secondMs } from '../../packages/shared/src/kernel/instant.ts'
import { testClock } from '../../packages/shared/src/testing/test-context.ts'
import { type BothTables, startTableMaker, type TableMaker } from './both-tables.ts'
import { Player, Tally } from './play-operations.ts'
import { portKinds } from './port-kinds.ts'
import { contents, type Operation, operation } from './table-operations.ts'

// Memory answers as DynamoDB does, whatever is asked: by chance, and the same in the end.

let tables: TableMaker

beforeAll(async () => {
  tables = await startTableMaker()
})
afterAll(() => tables.stop())

/** Four pairs of tables at once, a hundred operations on each; transactions at once count as many. */
const listsAtOnce = 4
const listLength = 100
const runs = 50
const leastOperations = 20_000
const runTimeoutMs = 10 * secondMs

const lists = fc.array(
  fc.array(operation(epochMs(testClock().now()) / 1000), { minLength: listLength, maxLength: listLength }),
  { minLength: listsAtOnce, maxLength: listsAtOnce },
)

/** The seed repeats a run; the lists themselves would fill pages. */
function tellSeed<Given>({ failed, seed, errorInstance }: fc.RunDetails<Given>): void {
  if (failed) throw new Error(`the operations of seed ${seed} are answered differently`, { cause: errorInstance })
}

async function play(
  operations: readonly Operation[],
  tally: Tally,
  make: (clock: ReturnType<typeof testClock>) => Promise<BothTables>,
) {
  const clock = testClock()
  const both = await make(clock)
  const player = new Player(both, clock, tally)
  for (const one of operations) await player.play(one)
  expect(await contents(both.dynamo)).toEqual(await contents(both.memory))
}

test(
  `${leastOperations} random operations are answered alike by memory and DynamoDB, and leave the same`,
  async () => {
    const tally = new Tally()
    const property = fc.asyncProperty(lists, async (many) => {
      await Promise.all(many.map((one) => play(one, tally, tables.make)))
    })
    await fc.assert(property, { numRuns: runs, endOnFailure: true, reporter: tellSeed })
    expect(tally.operations).toBeGreaterThan(leastOperations)
  },
  runs * runTimeoutMs,
)

test('random operations are of every kind that the port knows, by name', async () => {
  const tally = new Tally()
  const make = async (clock: ReturnType<typeof testClock>) => ({
    dynamo: memoryTable({ clock }),
    memory: memoryTable({ clock }),
  })
  for (const many of fc.sample(lists, { numRuns: 20, seed: 1 }))
    await Promise.all(many.map((one) => play(one, tally, make)))
  for (const kind of portKinds) expect(tally.of(kind), kind).toBeGreaterThan(10)
})
