import { marshall } from '@aws-sdk/util-dynamodb'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { defineEvent, happened } from '../contracts/define-event.ts'
import type { BusEntry } from '../data/event-bus.ts'
import type { Item } from '../data/table.ts'
import { accept } from '../kernel/decision.ts'
import { minuteMs } from '../kernel/instant.ts'
import { lambdaContext } from '../testing/http-request.ts'
import { testBench, testCampusId } from '../testing/test-context.ts'
import type { Counted } from './meter.ts'
import { relayHandler, type StreamRecord, sweepHandler } from './relay-handler.ts'

const moved = defineEvent({
  name: 'TierChanged',
  publishers: ['loyalty'],
  version: 1,
  summary: 'A tier changed.',
  data: () => z.object({ tier: z.string() }),
})

/** A service that commits events, and a bus that refuses the tiers it is told to. */
function setUp() {
  const bench = testBench({ service: 'loyalty' })
  const published: string[] = []
  const refused = new Set<string>()
  const tierOf = (entry: BusEntry): string => JSON.parse(entry.detail).data.tier
  const bus = {
    async publish(entries: readonly BusEntry[]) {
      published.push(...entries.map(tierOf).filter((tier) => !refused.has(tier)))
      return entries.map((entry) =>
        refused.has(tierOf(entry)) ? { ok: false as const, code: 'InternalFailure' } : { ok: true as const },
      )
    },
  }
  const items: Item[] = []
  bench.table.onCommit((changes) => {
    for (const { before, after } of changes) if (!before && after) items.push(after)
  })
  const commit = (tier: string) =>
    bench.run(async (context) => {
      const occurrence = { campusId: testCampusId, aggregateId: tier, aggregateVersion: 1 }
      await context.commit({ writes: [], events: [happened(moved, occurrence, { tier })], answer: null })
      return accept(null)
    })
  const records = (): StreamRecord[] =>
    items.map((item, at) => ({
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: String(100 + at), NewImage: marshall(item, { removeUndefinedValues: true }) },
    }))
  const ports = { ...bench.ports, bus }
  return { bench, published, refused, commit, records, ports }
}

test('what a stream brings is published, and nothing else of it', async () => {
  const { published, commit, records, ports } = setUp()
  await commit('gold')
  await commit('silver')
  const other = marshall({ pk: 'CH#X', sk: 'X', entity: 'tier', version: 1 })
  const Records = [...records(), { eventName: 'INSERT', dynamodb: { SequenceNumber: '999', NewImage: other } }]
  expect(await relayHandler(ports)({ Records }, lambdaContext)).toEqual({ batchItemFailures: [] })
  expect(published).toEqual(['gold', 'silver'])
})

test('the stream goes on from the first record that could not be published', async () => {
  const { refused, commit, records, ports } = setUp()
  for (const tier of ['a', 'b', 'c', 'd']) await commit(tier)
  refused.add('b').add('d')
  const answer = await relayHandler(ports)({ Records: records() }, lambdaContext)
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '101' }] })
})

test('an item that cannot be read holds up no other', async () => {
  const { bench, published, commit, records, ports } = setUp()
  await commit('gold')
  const broken = marshall({ pk: 'CH#OUTBOX#x', sk: 'OUTBOX', entity: 'outbox', version: 1 })
  const Records = [{ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: broken } }, ...records()]
  expect(await relayHandler(ports)({ Records }, lambdaContext)).toEqual({ batchItemFailures: [] })
  expect(published).toEqual(['gold'])
  expect(bench.logged.map(({ message }) => message)).toContain('outbox item not readable')
})

test('the sweeper publishes after a minute what no relay did, once', async () => {
  const { bench, published, commit, ports } = setUp()
  await commit('gold')
  const sweep = sweepHandler(ports)
  await sweep({}, lambdaContext)
  expect(published).toEqual([])
  bench.clock.advance(2 * minuteMs)
  await sweep({}, lambdaContext)
  await sweep({}, lambdaContext)
  expect(published).toEqual(['gold'])
})

test('what the bus goes on refusing is counted as failed with each sweep, until it is taken', async () => {
  const { bench, refused, commit, ports } = setUp()
  const counted: (readonly [Counted, number])[] = []
  const count = (what: Counted, times = 1) => {
    if (times > 0) counted.push([what, times])
  }
  const sweep = sweepHandler({ ...ports, meter: { count, flush: () => undefined } })
  for (const tier of ['a', 'b', 'c']) await commit(tier)
  refused.add('a').add('b')
  bench.clock.advance(2 * minuteMs)
  for (let minute = 0; minute < 2; minute += 1) await sweep({}, lambdaContext)
  refused.clear()
  await sweep({}, lambdaContext)
  expect(counted).toEqual([
    ['RelayPublished', 1],
    ['RelayFailed', 2],
    ['RelayFailed', 2],
    ['RelayPublished', 2],
  ])
})
