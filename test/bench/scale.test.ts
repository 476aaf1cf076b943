import type { Item } from '@tutelage/shared/data/table.ts'
import { testClock } from '@tutelage/shared/testing/test-context.ts'
import { describe, expect, test } from 'vitest'
import { operations } from '../operations/registry.ts'
import { inCopy } from './ballast.ts'
import { crowded } from './crowd.ts'
import { operationName } from './operation-units.ts'
import { growsWithSchool, isEven, isJob, measureAmong } from './scale.ts'

/** More than any page of a list. */
const sizes = [
  { students: 400, campuses: 2 },
  { students: 1_200, campuses: 30 },
]

describe('what is asked for and what is due takes the same, however many students there are', () => {
  test('the registry knows jobs, and each reason is of an operation', () => {
    expect(operations.filter(isJob).length).toBeGreaterThan(20)
    const names = operations.map(operationName)
    expect(Object.keys(growsWithSchool).filter((name) => !names.includes(name))).toEqual([])
  })

  test.each(operations.map((one) => [operationName(one), one] as const))(
    '%s',
    { timeout: 60_000 },
    async (name, one) => {
      const scaled = await measureAmong(one, sizes)
      expect(isEven(scaled), JSON.stringify(scaled.units)).toBe(growsWithSchool[name] === undefined)
    },
  )
})

const ulid = '01K0000000000000000000000A'
const campus = 'CA#cam_demo-east'
const lead: Item = {
  ...{ pk: `${campus}#LEAD#led_${ulid}`, sk: 'LEAD', entity: 'lead', version: 1, name: 'a lead' },
  ...{ lookupPk: `${campus}#LEADS#POOL`, lookupSk: `2026-03-02T00:00:00.000Z#led_${ulid}` },
  ...{ duePk: 'CH#DUE#call#0', dueSk: `2026-03-02T00:00:00.000Z#led_${ulid}` },
}
const seat: Item = { pk: `${campus}#SEATS`, sk: `SEAT#std_${ulid}`, entity: 'seat', version: 1 }
const due: Item = { ...lead, pk: 'CA#cam_east#LEAD' }
const crowd = () => crowded([lead, seat], { copies: 1_000, campuses: 3, clock: testClock() })

describe('a crowd', () => {
  test('answers for the key of any copy, and for no other', async () => {
    const table = crowd()
    const key = { pk: inCopy(lead.pk, 700), sk: 'LEAD' }
    expect(await table.get(key)).toMatchObject({ ...key, name: 'a lead' })
    expect(await table.get({ pk: inCopy(lead.pk, 1_001), sk: 'LEAD' })).toBeUndefined()
    expect(await table.getMany([lead, key, seat])).toMatchObject([{ pk: lead.pk }, key, { pk: seat.pk }])
  })

  test('is as large as it says, in the partitions of the campus and of an index', async () => {
    const table = crowd()
    const count = async (query: Parameters<typeof table.query>[0]) =>
      (await table.query({ ...query, limit: 1_000 })).items
    expect(await count({ pk: seat.pk })).toHaveLength(1_000)
    expect(
      (
        await table.query({
          pk: seat.pk,
          limit: 1_000,
          cursor: (await table.query({ pk: seat.pk, limit: 1_000 })).nextCursor ?? '',
        })
      ).items,
    ).toHaveLength(1)
    expect(await count({ index: 'lookup', pk: `${campus}#LEADS#POOL` })).toHaveLength(1_000)
    expect(await count({ index: 'due', pk: 'CH#DUE#call#0', sk: { from: '0', to: '2030' } })).toMatchObject([
      { pk: lead.pk },
    ])
  })

  test('has other campuses where the chain looks', async () => {
    const table = crowded([due], { copies: 0, campuses: 3, clock: testClock() })
    const found = (await table.query({ index: 'due', pk: due.duePk ?? '' })).items
    expect(found.map(({ dueSk }) => dueSk?.slice(0, 4)).sort()).toEqual(['2026', '2099', '2099', '2099'])
    expect(new Set(found.map(({ pk }) => pk)).size).toBe(4)
  })

  test('keeps what is written to a copy', async () => {
    const table = crowd()
    const key = { pk: inCopy(lead.pk, 3), sk: 'LEAD' }
    const item: Item = { ...key, entity: 'lead', version: 2, name: 'another' }
    expect(await table.transact([{ op: 'put', item, when: { version: 1 } }])).toEqual({ done: true })
    await table.query({ index: 'lookup', pk: `${campus}#LEADS#POOL`, limit: 1_000 })
    expect(await table.get(key)).toMatchObject({ name: 'another', version: 2 })
  })
})
