import { expect, test } from 'vitest'
import * as z from 'zod'
import { testBench } from '../testing/test-context.ts'
import { defineItem } from './define-item.ts'
import { campusKey, campusPartition } from './keys.ts'
import { readAll, readPage } from './read-page.ts'

const stamp = defineItem('stamp', () => z.object({ step: z.int() }))

test('pages and the whole of a list hold the same items', async () => {
  const at = testBench({ service: 'loyalty' })
  const { campus, table } = at.context()
  const steps = [1, 2, 3, 4, 5]
  await table.transact(
    steps.map((step) => stamp.write(campusKey(campus, 'STAMPS', String(step)), { step }, { version: 0 })),
  )
  const pk = campusPartition(campus, 'STAMPS')
  const first = await readPage(table, stamp, { pk, limit: 3 })
  const second = await readPage(table, stamp, { pk, limit: 3, cursor: first.nextCursor })
  const paged = [...first.items, ...second.items].map(({ value }) => value.step)
  expect(paged).toEqual(steps)
  expect(second.nextCursor).toBeUndefined()
  expect((await readAll(table, stamp, { pk })).map(({ value }) => value.step)).toEqual(steps)
})
