import { marshall } from '@aws-sdk/util-dynamodb'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { defineEvent, happened } from '../contracts/define-event.ts'
import { accept } from '../kernel/decision.ts'
import { dayMs, minuteMs } from '../kernel/instant.ts'
import { scriptedFaults } from '../testing/fault-plan.ts'
import { faultyTable } from '../testing/faulty-table.ts'
import { testBench } from '../testing/test-context.ts'
import type { CampusContext } from './context.ts'
import type { BusEntry, EntryResult, EventBus } from './event-bus.ts'
import { entryBytes } from './event-bus.ts'
import { type OutboxItem, outboxItemFromImage, outboxItemOf, unsentPartition, unsentShards } from './outbox.ts'
import { relay } from './relay.ts'
import { sweep } from './sweep.ts'
import type { Table } from './table.ts'

const stamped = defineEvent({
  name: 'CardStamped',
  publishers: ['loyalty'],
  version: 1,
  summary: 'A card got a stamp.',
  data: () => z.object({ note: z.string() }),
})

/** Says that a card was stamped, so many times in one commit. */
const stamp =
  (card: string, events = 1, note = '') =>
  async ({ campus, commit }: CampusContext) =>
    accept(
      await commit({
        writes: [],
        events: Array.from({ length: events }, (_, at) =>
          happened(
            stamped,
            { campusId: campus.campusId, aggregateId: card, aggregateVersion: 1 },
            { note: `${note}${at}` },
          ),
        ),
        answer: null,
      }),
    )

interface TestBus extends EventBus {
  readonly calls: (readonly BusEntry[])[]
  taken(): readonly string[]
}

const idOf = ({ detail }: BusEntry): string => JSON.parse(detail).meta.eventId

/** @param answer may refuse an entry, or throw for the whole call */
function testBus(answer: (entry: BusEntry, call: number) => EntryResult = () => ({ ok: true })): TestBus {
  const calls: (readonly BusEntry[])[] = []
  const taken: string[] = []
  return {
    calls,
    taken: () => taken,
    async publish(entries) {
      calls.push(entries)
      const results = entries.map((entry) => answer(entry, calls.length))
      taken.push(...entries.filter((_, at) => results[at]?.ok).map(idOf))
      return results
    },
  }
}

const bench = () => testBench({ service: 'loyalty' })
type Bench = ReturnType<typeof bench>

const outbox = (at: Bench): readonly OutboxItem[] => at.table.all().flatMap((item) => outboxItemOf(item) ?? [])
const portsOf = (at: Bench, bus: EventBus, table: Table = at.table) => ({
  table,
  bus,
  clock: at.clock,
  log: at.ports.log,
})

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
  expect(await relay(portsOf(at, bus), outbox(at))).toEqual({ sent: 1, failed: [] })
  expect(bus.taken()).toEqual(at.events().map(({ meta }) => meta.eventId))
  expect(await unsentInIndex(at)).toBe(0)
  expect(await relay(portsOf(at, bus), outbox(at))).toEqual({ sent: 0, failed: [] })
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
  expect(await relay(portsOf(at, bus), items)).toEqual({ sent: 2, failed: [items[1]?.key] })
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
  expect(result).toEqual({ sent: 1, failed: items.slice(1).map(({ key }) => key) })
  expect(bus.calls).toHaveLength(2)
})

test('a bus that answers too few results has not taken the others', async () => {
  const at = bench()
  await at.run(stamp('a', 2))
  const bus: EventBus = { publish: async () => [{ ok: true }] }
  expect(await relay(portsOf(at, bus), outbox(at))).toMatchObject({ sent: 0, failed: [{ sk: 'OUTBOX' }] })
})

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
  expect(await relay(portsOf(at, bus, writesFail), outbox(at))).toEqual({ sent: 1, failed: [] })
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

test('a stream image is read as the outbox item, and any other item as none', async () => {
  const at = bench()
  await at.run(stamp('a', 2), { guard: { kind: 'inbox', subscription: 's', eventId: 'e' } })
  const images = at.table.all().map((item) => marshall(item))
  expect(images.flatMap((image) => outboxItemFromImage(image) ?? [])).toEqual(outbox(at))
  expect(outbox(at)).toHaveLength(1)
})
