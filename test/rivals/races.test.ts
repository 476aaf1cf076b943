import { afterAll, beforeAll, test } from 'vitest'
import { rounds, roundTimeoutMs, runRace } from './race.ts'
import { races } from './races.ts'
import { type RivalsDatabase, startRivalsDatabase } from './rivals-table.ts'

// What several people want at once, each with a right to it: it ends as if they had come one after the other.

let database: RivalsDatabase
beforeAll(async () => {
  database = await startRivalsDatabase()
})
afterAll(() => database.stop())

test.each(Object.entries(races))(
  '%s',
  async (_, race) => runRace(database, race),
  Math.max(rounds.ofFew, rounds.ofMany) * roundTimeoutMs,
)
