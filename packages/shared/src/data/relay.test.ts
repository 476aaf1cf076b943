import { marshall } from '@aws-sdk/util-dynamodb'
import { expect, test } from 'vitest'
import { dayMs } from '../kernel/instant.ts'
import { type Bench, bench, idOf, outbox, portsOf, stamp, testBus } from '../testing/test-outbox.ts'
import { type EventBus, entryBytes } from './event-bus.ts'
import { outboxItemFromImage, unsentPartition, unsentShards } from './outbox.ts'
import { relay } from './relay.ts'

async function unsentInIndex({ table }: Bench): Promise<number> {
  const shards = Array.from({ length: unsentShards }, (_, shard) => unsentPartition(shard))
  const pages = await Promise.all(shards.map((pk) => table.query({ index: 'due', pk })))
  return pages.flatMap(({ items }) => items).length
}

test('what was committed is published once and leaves the unsent', async () => {
  const at = bench()
  await at.run(stamp('a', 2))
  expect(await unsentInIndex(at)).toBe(1)
  const bus = testBus()
  expect(await relay(portsOf(at, bus), outbox(at))).toEqual({ sent: 1, failed: [], busIsOut: false })
  expect(bus.taken()).toEqual(at.events().map(({ meta }) => meta.eventId))
  expect(await unsentInIndex(at)).toBe(0)
  expect(await relay(portsOf(at, bus), outbox(at))).toEqual({ sent: 0, failed: [], busIsOut: false })
})

test('an entry on the bus is the event as a consumer reads it', async () => {
  const at = bench()
  await at.run(stamp('a'))
  const bus = testBus()
  await relay(portsOf(at, bus), outbox(at))
  const [event] = at.events()
  expect(bus.calls).toEqual([
    [
      {
        source: 'crm.loyalty',
        detailType: 'CardStamped',
        detail: JSON.stringify({ meta: event?.meta, data: { note: '0' } }),
        at: at.clock.now(),
      },
    ],
  ])
})

test('sent items expire after seven days', async () => {
  const at = bench()
  await at.run(stamp('a'))
  await relay(portsOf(at, testBus()), outbox(at))
  at.clock.advance(7 * dayMs - 1000)
  expect(outbox(at)).toMatchObject([{ status: 'sent' }])
  at.clock.advance(1000)
  expect(outbox(at)).toEqual([])
})

test('a call to the bus has at most 10 entries and 256 KB', async () => {
  const at = bench()
  await at.run(stamp('a', 25))
  await at.run(stamp('b', 3, 'x'.repeat(100_000)))
  const bus = testBus()
  await relay(portsOf(at, bus), outbox(at))
  expect(bus.taken()).toHaveLength(28)
  for (const call of bus.calls) {
    expect(call.length).toBeLessThanOrEqual(10)
    expect(call.reduce((sum, entry) => sum + entryBytes(entry), 0)).toBeLessThanOrEqual(256 * 1024)
  }
})

test('an event larger than the bus takes is refused at the commit', async () => {
  const at = bench()
  await expect(at.run(stamp('a', 1, 'x'.repeat(256 * 1024)))).rejects.toThrow('larger than the bus takes')
})

test('when the bus refuses one entry, its item alone stays unsent and is answered', async () => {
  const at = bench()
  for (const card of ['a', 'b', 'c']) await at.run(stamp(card, 2))
  const items = outbox(at)
  const refusedId = items[1]?.entries[1] && idOf(items[1].entries[1])
  const bus = testBus((entry) => (idOf(entry) === refusedId ? { ok: false, code: 'InternalFailure' } : { ok: true }))
  expect(await relay(portsOf(at, bus), items)).toEqual({ sent: 2, failed: [items[1]?.key], busIsOut: false })
  expect(
    outbox(at)
      .map(({ status }) => status)
      .sort(),
  ).toEqual(['sent', 'sent', 'unsent'])
  expect(at.logged).toContainEqual(expect.objectContaining({ level: 'warn', message: 'event not published' }))
})

test('when the bus is out, nothing more is tried and everything from there on is answered', async () => {
  const at = bench()
  for (const card of ['a', 'b', 'c', 'd']) await at.run(stamp(card, 10))
  const items = outbox(at)
  const bus = testBus((_, call) => {
    if (call > 1) throw new Error('out')
    return { ok: true }
  })
  const result = await relay(portsOf(at, bus), items)
  expect(result).toEqual({ sent: 1, failed: items.slice(1).map(({ key }) => key), busIsOut: true })
  expect(bus.calls).toHaveLength(2)
})

test('a bus that answers too few results has not taken the others', async () => {
  const at = bench()
  await at.run(stamp('a', 2))
  const bus: EventBus = { publish: async () => [{ ok: true }] }
  expect(await relay(portsOf(at, bus), outbox(at))).toMatchObject({ sent: 0, failed: [{ sk: 'OUTBOX' }] })
})

test('a stream image is read as the outbox item, and any other item as none', async () => {
  const at = bench()
  await at.run(stamp('a', 2), { guard: { kind: 'inbox', subscription: 's', eventId: 'e' } })
  const images = at.table.all().map((item) => marshall(item))
  expect(images.flatMap((image) => outboxItemFromImage(image) ?? [])).toEqual(outbox(at))
  expect(outbox(at)).toHaveLength(1)
})
