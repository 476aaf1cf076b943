import { expect, test } from 'vitest'
import { memoryTable } from './memory-table.ts'
import { readsOnce } from './reads-once.ts'
import type { Table } from './table.ts'

const key = { pk: 'CH#THINGS', sk: 'a' }

/** A table that says how often it was asked. */
function askedTable() {
  const asked: boolean[] = []
  const table = memoryTable()
  const telling: Table = {
    ...table,
    get: (one, options) => {
      asked.push(options?.consistent ?? true)
      return table.get(one, options)
    },
  }
  return { asked, table: readsOnce(telling) }
}

test('what may be stale is read once, also when it is asked for twice at the same time', async () => {
  const { asked, table } = askedTable()
  await table.transact([{ op: 'put', item: { ...key, entity: 'thing', version: 1 }, when: 'absent' }])
  const stale = () => table.get(key, { consistent: false })
  const items = [...(await Promise.all([stale(), stale()])), await stale()]
  expect(items.map((item) => item?.version)).toEqual([1, 1, 1])
  expect(asked).toEqual([false])
})

test('what must be current is read each time, so that a rival is seen', async () => {
  const { asked, table } = askedTable()
  await table.get(key, { consistent: false })
  expect(await table.get(key)).toBeUndefined()
  await table.transact([{ op: 'put', item: { ...key, entity: 'thing', version: 1 }, when: 'absent' }])
  expect(await table.get(key)).toMatchObject({ version: 1 })
  expect(asked).toEqual([false, true, true])
})
