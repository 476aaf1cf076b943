import { expect, test } from 'vitest'
import * as z from 'zod'
import { instantField, pointsField } from '../contracts/fields.ts'
import { accept } from '../kernel/decision.ts'
import { points } from '../kernel/points.ts'
import { testBench } from '../testing/test-context.ts'
import type { CampusContext } from './context.ts'
import { defineItem } from './define-item.ts'
import { campusKey, campusPartition } from './keys.ts'

// As in a capability's store file: the item, its key, its index, and nothing of them elsewhere.
const card = defineItem('progressCard', () => z.object({ stamps: pointsField(), stampedAt: instantField().optional() }))
const cardKey = ({ campus }: CampusContext, id: string) => campusKey(campus, `CARD#${id}`, 'CARD')
const cardOf = async (context: CampusContext, id: string) => card.find(await context.table.get(cardKey(context, id)))

const stamp = (id: string) => async (context: CampusContext) => {
  const stored = await cardOf(context, id)
  const value = { stamps: points((stored?.value.stamps ?? 0) + 1), stampedAt: context.now }
  const indexes = { lookupPk: campusPartition(context.campus, 'CARDS'), lookupSk: id }
  const write = card.write(cardKey(context, id), value, { version: stored?.version ?? 0, indexes })
  return accept(await context.commit({ writes: [write], answer: value }))
}

test('an item is read as it was written, typed, with the version that a change expects', async () => {
  const at = testBench({ service: 'loyalty' })
  await at.run(stamp('one'))
  await at.run(stamp('one'))
  const expected = { value: { stamps: 2, stampedAt: at.clock.now() }, version: 2 }
  expect(await cardOf(at.context(), 'one')).toEqual(expected)
  expect(await cardOf(at.context(), 'two')).toBeUndefined()
})

test('an item is found by its index', async () => {
  const at = testBench({ service: 'loyalty' })
  await at.run(stamp('one'))
  const { table, campus } = at.context()
  const page = await table.query({ index: 'lookup', pk: campusPartition(campus, 'CARDS') })
  expect(page.items.map(card.read)).toMatchObject([{ value: { stamps: 1 }, version: 1 }])
})

test('what was read before somebody else changed it is not written', async () => {
  const at = testBench({ service: 'loyalty' })
  await at.run(stamp('one'))
  const late = at.context()
  const stale = card.write(cardKey(late, 'one'), { stamps: points(9) }, { version: 0 })
  expect(await at.table.transact([stale])).toEqual({ done: false, failures: [{ index: 0, reason: 'condition' }] })
})

test('an item of another kind or shape is a defect', () => {
  const key = { pk: 'CH#CARD', sk: 'CARD' }
  expect(() => card.read({ ...key, entity: 'coupon', version: 1 })).toThrow('a coupon where a progressCard should be')
  expect(() => card.read({ ...key, entity: 'progressCard', version: 1, stamps: 'two' })).toThrow(z.ZodError)
})

test('an attribute that the table itself uses is refused', () => {
  const lead = defineItem('lead', () => z.object({ version: z.int() }))
  expect(() => lead.read({ pk: 'p', sk: 's', entity: 'lead', version: 1 })).toThrow('the table itself uses version')
})
