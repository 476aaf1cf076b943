import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../operations/registry.ts'
import { services } from '../services.ts'
import { rounds, roundTimeoutMs, runRace } from './race.ts'
import { type RivalsDatabase, startRivalsDatabase } from './rivals-table.ts'

// A button that is pressed again, a client that repeats: one key is one effect, and everybody hears the same.

let database: RivalsDatabase
beforeAll(async () => {
  database = await startRivalsDatabase()
})
afterAll(() => database.stop())

const rivals = 50

const required = services.flatMap(({ name: service, routes }) =>
  routes.filter(({ contract }) => contract.idempotency === 'required').map(({ contract }) => ({ service, contract })),
)
const contended = operations.flatMap((one) =>
  one.kind === 'route' && one.contract.idempotency === 'required' ? [one] : [],
)

test('every route that asks for a key has its rounds', () => {
  expect(required.length).toBeGreaterThan(5)
  const named = contended.map(({ service, name }) => `${service} ${name}`)
  for (const { service, contract } of required) expect(named).toContain(`${service} ${contract.id}`)
})

describe.each(contended.map((one) => [`${one.service} ${one.name}`, one] as const))('%s', (_, one) => {
  test(
    `${rivals} calls at once under one key: one effect, one answer`,
    async () => {
      const prepare = async (school: Parameters<typeof one.prepare>[0]) => {
        const request = await one.prepare(school)
        return Array.from({ length: rivals }, () => ({ contract: one.contract, request, key: 'pressed-often' }))
      }
      await runRace(database, { service: one.service, prepare }, (endings) => {
        for (const ending of endings) expect(ending).toEqual(endings[0])
        expect(endings[0]?.status).toBe(one.contract.reply.status)
      })
    },
    rounds.ofMany * roundTimeoutMs,
  )
})
