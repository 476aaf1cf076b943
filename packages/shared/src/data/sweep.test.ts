import { expect, test } from 'vitest'
import { minuteMs } from '../kernel/instant.ts'
import { scriptedFaults } from '../testing/fault-plan.ts'
import { faultyTable } from '../testing/faulty-table.ts'
import { type Bench, bench, idOf, outbox, portsOf, stamp, testBus } from '../testing/test-outbox.ts'
import type { EventBus } from './event-bus.ts'
import { type OutboxItem, unsentPartition, unsentShards } from './outbox.ts'
import { relay } from './relay.ts'
import { sweep } from './sweep.ts'
import type { Table } from './table.ts'

test('after a crash between commit and relay the sweeper publishes the same events once a minute has passed', async () => {
  const at = bench()
  await at.run(stamp('a', 2))
  const bus = testBus()
  at.clock.advance(minuteMs - 1)
  expect(await sweep(portsOf(at, bus))).toEqual({ sent: 0, failed: 0 })
  at.clock.advance(2)
  expect(await sweep(portsOf(at, bus))).toEqual({ sent: 1, failed: 0 })
  expect(bus.taken()).toEqual(at.events().map(({ meta }) => meta.eventId))
  expect(await sweep(portsOf(at, bus))).toEqual({ sent: 0, failed: 0 })
})

test('after a crash between publishing and marking, the same event ids are published again', async () => {
  const at = bench()
  await at.run(stamp('a', 2))
  const bus = testBus()
  const crashing = faultyTable(at.table, scriptedFaults(['throttle']))
  const writesFail: Table = { ...at.table, transact: crashing.transact }
  expect(await relay(portsOf(at, bus, writesFail), outbox(at))).toMatchObject({ sent: 1, failed: [] })
  at.clock.advance(2 * minuteMs)
  await sweep(portsOf(at, bus))
  const ids = at.events().map(({ meta }) => meta.eventId)
  expect(bus.taken()).toEqual([...ids, ...ids])
})

test('the sweeper publishes nothing that was sent meanwhile, although the index still names it', async () => {
  const at = bench()
  await at.run(stamp('a'))
  at.clock.advance(2 * minuteMs)
  const lagging = faultyTable(
    at.table,
    scriptedFaults([
      ...Array<'none'>(unsentShards).fill('none'),
      ...Array<'staleIndex'>(unsentShards).fill('staleIndex'),
    ]),
  )
  const refusing = testBus(() => ({ ok: false, code: 'ThrottlingException' }))
  expect(await sweep(portsOf(at, refusing, lagging))).toEqual({ sent: 0, failed: 1 })
  await relay(portsOf(at, testBus()), outbox(at))
  const bus = testBus()
  expect(await sweep(portsOf(at, bus, lagging))).toEqual({ sent: 0, failed: 0 })
  expect(bus.calls).toEqual([])
})

test('an event that the bus refuses for ever keeps the sweeper from nothing after it', async () => {
  const at = bench()
  for (let card = 0; card < 900; card += 1) await at.run(stamp(`card-${card}`))
  at.clock.advance(2 * minuteMs)
  const [refused] = outbox(at).flatMap(({ entries }) => entries.map(idOf))
  const bus = testBus((entry) => (idOf(entry) === refused ? { ok: false, code: 'MalformedDetail' } : { ok: true }))
  for (let minute = 0; minute < 3; minute += 1) await sweep(portsOf(at, bus))
  expect(new Set(bus.taken()).size).toBe(899)
})

test('the sweeper goes through many items page by page and leaves the rest for the next minute', async () => {
  const at = bench()
  for (let card = 0; card < 900; card += 1) await at.run(stamp(`card-${card}`))
  at.clock.advance(2 * minuteMs)
  const bus = testBus()
  const first = await sweep(portsOf(at, bus))
  expect(first.sent).toBeGreaterThan(500)
  expect(first.sent).toBeLessThanOrEqual(800)
  await sweep(portsOf(at, bus))
  expect(new Set(bus.taken()).size).toBe(900)
  expect(bus.taken()).toHaveLength(900)
})

/** Commits until a shard of the unsent holds so many; answers those items, oldest first. */
async function fillShard(at: Bench, items: number): Promise<readonly OutboxItem[]> {
  const inShard = async () => (await at.table.query({ index: 'due', pk: unsentPartition(0), limit: 1000 })).items
  for (let card = 0; (await inShard()).length < items; card += 1) await at.run(stamp(`card-${card}`))
  const order = (await inShard()).map(({ pk }) => pk)
  return outbox(at)
    .filter(({ key }) => order.includes(key.pk))
    .sort((one, other) => order.indexOf(one.key.pk) - order.indexOf(other.key.pk))
}

const idsOf = (items: readonly OutboxItem[]): readonly string[] =>
  items.flatMap(({ entries }) => entries.map(idOf)).sort()

test('an item that nobody can read is counted as failed and keeps the sweeper from no other', async () => {
  const at = bench()
  for (let card = 0; card < 41; card += 1) await at.run(stamp(`card-${card}`))
  const [item] = at.table.all().filter(({ entity }) => entity === 'outbox')
  if (!item) throw new Error('nothing was committed')
  const torn = item.pk
  await at.table.transact([{ op: 'put', item: { ...item, version: 2, entries: 'torn' }, when: { version: 1 } }])
  at.clock.advance(2 * minuteMs)
  const bus = testBus()
  expect(await sweep(portsOf(at, bus))).toEqual({ sent: 40, failed: 1 })
  expect(new Set(bus.taken()).size).toBe(40)
  const eventId = torn.split('#').at(-1)
  expect(at.events().map(({ meta }) => meta.eventId)).toContain(eventId)
  expect(at.logged).toContainEqual({
    level: 'error',
    message: 'outbox item not readable',
    fields: expect.objectContaining({ eventId }),
  })
})

test('a whole page of events that the bus refuses for ever keeps the sweeper from nothing after it', async () => {
  const at = bench()
  const items = await fillShard(at, 30)
  at.clock.advance(2 * minuteMs)
  const refused = idsOf(items.slice(0, 25))
  const bus = testBus((entry) =>
    refused.includes(idOf(entry)) ? { ok: false, code: 'MalformedDetail' } : { ok: true },
  )
  await sweep(portsOf(at, bus))
  expect(bus.taken()).toEqual(expect.arrayContaining([...idsOf(items.slice(25))]))
})

test.each(['throws', 'asks for later'])('a bus that %s is asked for one page of a shard only', async (how) => {
  const at = bench()
  await fillShard(at, 30)
  at.clock.advance(2 * minuteMs)
  const bus = testBus(() => {
    if (how === 'throws') throw new Error('out')
    return { ok: false, code: 'ThrottlingException' }
  })
  const { sent, failed } = await sweep(portsOf(at, bus))
  expect(sent).toBe(0)
  expect(failed).toBeLessThanOrEqual(25 * unsentShards)
  expect(failed).toBeLessThan(outbox(at).length)
})

test('a shard that cannot be read holds up no other, and the sweep fails when the others are done', async () => {
  const at = bench()
  for (let card = 0; card < 40; card += 1) await at.run(stamp(`card-${card}`))
  at.clock.advance(2 * minuteMs)
  const elsewhere = (await at.table.query({ index: 'due', pk: unsentPartition(0) })).items.length
  const table: Table = {
    ...at.table,
    query: async (query) => {
      if (query.pk === unsentPartition(0)) throw new Error('no answer')
      return at.table.query(query)
    },
  }
  const bus = testBus()
  const slow: EventBus = {
    publish: async (entries) => {
      await new Promise(setImmediate)
      return bus.publish(entries)
    },
  }
  await expect(sweep(portsOf(at, slow, table))).rejects.toThrow('no answer')
  expect(outbox(at).filter(({ status }) => status === 'sent')).toHaveLength(40 - elsewhere)
})
