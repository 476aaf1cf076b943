import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import { memoryTable } from '@tutelage/shared/data/memory-table.ts'
import type { Item } from '@tutelage/shared/data/table.ts'
import { testClock } from '@tutelage/shared/testing/test-context.ts'
import { expect } from 'vitest'
import * as z from 'zod'
import { openSchool, type School } from '../operations/school.ts'
import { services } from '../services.ts'
import { type Contender, type Ending, openHandlers, stateOf } from './contenders.ts'
import type { RivalsDatabase } from './rivals-table.ts'

/** Who wants the same, and what one of them is to get. */
export interface Race {
  readonly service: ServiceName
  prepare(school: School): Promise<readonly Contender[]>
  /** Statuses of all answers together, lowest first; when left out they need only be those of one after the other. */
  readonly statuses?: readonly number[]
  /** What is also to be so of the items in the end. */
  readonly check?: (items: readonly Item[]) => void
}

/** How often each race is run, many rivals and few; half of the rounds meet conflicts, which DynamoDB Local never tells. */
export const rounds = z
  .object({ RIVAL_ROUNDS: z.coerce.number().int().min(2).optional() })
  .transform(({ RIVAL_ROUNDS }) => ({ ofMany: RIVAL_ROUNDS ?? 2, ofFew: RIVAL_ROUNDS ?? 20 }))
  .parse(process.env)

/** Longest time that one round takes on a busy machine. */
export const roundTimeoutMs = 20_000

const few = 5

const serviceNamed = (name: ServiceName) => {
  const found = services.find((service) => service.name === name)
  if (!found) throw new RangeError(`no service ${name}`)
  return found
}

/** One after the other, on memory: what stands in the end, and how it ended for each. */
async function inTurn(race: Race, start: Start, order: readonly Contender[]) {
  const { first, clock, campusId } = start
  const table = memoryTable({ clock })
  for (const item of first) await table.transact([{ op: 'put', item, when: 'always' }])
  const run = openHandlers(serviceNamed(race.service), table, clock)
  const endings: Ending[] = []
  for (const contender of order) endings.push(await run(campusId, contender))
  return { state: stateOf(table.all()), statuses: statusesOf(endings) }
}

const statusesOf = (endings: readonly Ending[]): readonly number[] =>
  endings.map(({ status }) => status).sort((a, b) => a - b)

interface Start {
  readonly first: readonly Item[]
  readonly clock: ReturnType<typeof testClock>
  readonly campusId: string
  readonly contenders: readonly Contender[]
}

async function startOf(race: Race): Promise<Start> {
  const school = await openSchool()
  const contenders = await race.prepare(school)
  const first = school.cloud.of(race.service).table.all()
  return { first, contenders, clock: testClock(school.now), campusId: school.campusId }
}

/**
 * Lets the rivals start at once, round by round, on DynamoDB Local. Each round must end as if they had come one after the
 * other: the same answers and the same items as in memory, whoever came first.
 * @param judge what else must be so of the answers of a round
 */
export async function runRace(database: RivalsDatabase, race: Race, judge?: (endings: readonly Ending[]) => void) {
  const start = await startOf(race)
  const { first, contenders, clock, campusId } = start
  const turns = await Promise.all([contenders, contenders.toReversed()].map((order) => inTurn(race, start, order)))
  expect(stateOf(first), 'a race is for something').not.toEqual(turns[0]?.state)
  const table = await database.open(first)
  const count = contenders.length > few ? rounds.ofMany : rounds.ofFew
  for (let round = 0; round < count; round += 1) {
    await table.reset()
    const run = openHandlers(serviceNamed(race.service), table.at(clock, round % 2 ? 'conflicts' : 'calm'), clock)
    const endings = await Promise.all(contenders.map((contender) => run(campusId, contender)))
    const items = await table.items()
    const statuses = statusesOf(endings)
    if (race.statuses) expect(statuses, `round ${round}`).toEqual(race.statuses)
    else expect(turns.map((turn) => turn.statuses)).toContainEqual(statuses)
    const left = stateOf(items)
    if (!turns.some(({ state }) => JSON.stringify(state) === JSON.stringify(left))) {
      expect(left, `round ${round}: as if one after the other`).toEqual(turns[0]?.state)
    }
    race.check?.(items)
    judge?.(endings)
  }
}
