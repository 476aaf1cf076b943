import { beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { defineEvent, happened } from '../contracts/define-event.ts'
import { defineService } from '../contracts/define-service.ts'
import { on } from '../contracts/subscribe.ts'
import type { CampusContext } from '../data/context.ts'
import { campusKey } from '../data/keys.ts'
import { TableUnavailable } from '../data/table-failures.ts'
import { accept, refuse } from '../kernel/decision.ts'
import { NotYet } from '../kernel/failures.ts'
import { lambdaContext } from '../testing/http-request.ts'
import { testBench } from '../testing/test-context.ts'
import { eventHandler } from './event-handler.ts'

const paid = defineEvent({
  name: 'TuitionPaid',
  publishers: ['enrollment'],
  version: 1,
  summary: 'Tuition was received.',
  data: () => z.object({ amountMinor: z.int(), ending: z.string() }),
})
const earned = defineEvent({
  name: 'PointsEarned',
  publishers: ['loyalty'],
  version: 1,
  summary: 'Points were earned.',
  data: () => z.object({ points: z.int() }),
})

const early = new Set<string>()

/** A use case of a subscription: adds to a sum of its own, and ends as the event says. */
const adding = (name: string) =>
  on(paid, name, async ({ data, meta }, context: CampusContext) => {
    if (data.ending === `${name} refuses`) return refuse('tooMuch')
    if (data.ending === `${name} breaks`) throw new TypeError(`bug with +8613800000000`)
    if (data.ending === `${name} outage`) throw new TableUnavailable('gone')
    if (data.ending === `${name} waits` && !early.has(meta.eventId)) throw new NotYet('studentEnrolled')
    const key = campusKey(context.campus, 'SUM', name)
    const before = await context.table.get(key)
    const version = (before?.version ?? 0) + 1
    const sum = Number(before?.sum ?? 0) + data.amountMinor
    const occurrence = { campusId: context.campus.campusId, aggregateId: name, aggregateVersion: version }
    const when = before ? { version: before.version } : ('absent' as const)
    const writes = [{ op: 'put' as const, item: { ...key, entity: 'sum', version, sum }, when }]
    const events = [happened(earned, occurrence, { points: sum })]
    return accept(await context.commit({ writes, events, answer: null }))
  })

const service = defineService<CampusContext>('loyalty', [
  { name: 'points', rules: [], subscriptions: [adding('points'), adding('tier')] },
])

let bench = testBench({ service: 'loyalty' })
let handler = eventHandler(service, bench.ports)
beforeEach(() => {
  bench = testBench({ service: 'loyalty' })
  handler = eventHandler(service, bench.ports)
  early.clear()
})

let counter = 0
const newEventId = () => `evt_${String(counter++).padStart(26, '0')}`
interface Posted {
  readonly eventId?: string
  readonly amountMinor?: unknown
  readonly ending?: string
  readonly change?: object
}

function body({ eventId = newEventId(), amountMinor = 1, ending = '', change = {} }: Posted = {}): string {
  const meta = {
    eventId,
    schemaVersion: 1,
    campusId: 'cam_demo-east',
    occurredAt: '2026-03-01T00:00:00.000Z',
    recordedAt: '2026-03-01T00:00:00.000Z',
    actor: { kind: 'finance', id: 'stf_demo-finance' },
    correlationId: 'journey-1',
    aggregateId: 'pay_1',
    aggregateVersion: 1,
  }
  const envelope = { id: 'bus-1', source: 'crm.enrollment', 'detail-type': 'TuitionPaid' }
  return JSON.stringify({ ...envelope, detail: { meta, data: { amountMinor, ending } }, ...change })
}

async function deliver(...bodies: string[]): Promise<string[]> {
  const Records = bodies.map((text, at) => ({ messageId: `m${at}`, body: text }))
  return (await handler({ Records }, lambdaContext)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
}

const sumOf = async (name: string) => (await bench.table.get({ pk: 'CA#cam_demo-east#SUM', sk: name }))?.sum ?? 0

test('an event reaches every subscription to it, and what follows names it as its cause', async () => {
  const eventId = newEventId()
  expect(await deliver(body({ eventId, amountMinor: 5 }))).toEqual([])
  expect([await sumOf('points'), await sumOf('tier')]).toEqual([5, 5])
  const metas = bench.eventsOf(earned).map(({ meta }) => [meta.causationId, meta.correlationId, meta.actor.kind])
  expect(metas).toEqual([
    [eventId, 'journey-1', 'system'],
    [eventId, 'journey-1', 'system'],
  ])
})

test('the same event changes nothing again, later or in the same batch', async () => {
  const one = body({ amountMinor: 5 })
  expect(await deliver(one, one, one)).toEqual([])
  expect(await deliver(one)).toEqual([])
  expect(await sumOf('points')).toBe(5)
})

test('one bad record fails alone', async () => {
  const failed = await deliver(
    body(),
    'no json',
    body({ amountMinor: 'many' }),
    body({ ending: 'tier outage' }),
    body(),
  )
  expect(failed.sort()).toEqual(['m1', 'm2', 'm3'])
  expect(await sumOf('points')).toBe(3)
  expect(await sumOf('tier')).toBe(2)
})

test('a redelivery does only what was not yet done', async () => {
  const waiting = newEventId()
  expect(await deliver(body({ eventId: waiting, ending: 'tier waits' }))).toEqual(['m0'])
  expect([await sumOf('points'), await sumOf('tier')]).toEqual([1, 0])
  early.add(waiting)
  expect(await deliver(body({ eventId: waiting, ending: 'tier waits' }))).toEqual([])
  expect([await sumOf('points'), await sumOf('tier')]).toEqual([1, 1])
})

test('a refusal is final and logged', async () => {
  expect(await deliver(body({ ending: 'points refuses' }))).toEqual([])
  expect(await sumOf('tier')).toBe(1)
  expect(bench.logged.at(-1)).toMatchObject({ level: 'warn', fields: { code: 'tooMuch', subscription: 'points' } })
})

test('a poison event is delivered again each time, whatever stands beside it', async () => {
  const poison = body({ ending: 'points breaks' })
  expect(await deliver(poison, body())).toEqual(['m0'])
  expect(await deliver(poison)).toEqual(['m0'])
})

test('what this code does not know yet is not dropped: another type, a newer version, a foreign source', async () => {
  const newer = body().replace('"schemaVersion":1', '"schemaVersion":2')
  const odd = [body({ change: { 'detail-type': 'Unheard' } }), body({ change: { source: 'crm.leads' } }), newer]
  expect(await deliver(...odd)).toEqual(['m0', 'm1', 'm2'])
})

test('a hundred poison events in a thousand: the others are processed', async () => {
  const bodies = Array.from({ length: 1_000 }, (_, at) => body(at % 10 === 0 ? { ending: 'points breaks' } : {}))
  const poisonous: string[] = []
  for (let at = 0; at < 1_000; at += 10) {
    // Nine at one sum may be in each other's way: as the queue does, what failed is delivered again.
    let batch = bodies.slice(at, at + 10)
    for (let delivery = 1; delivery <= 3; delivery += 1) {
      const failed = await deliver(...batch)
      batch = batch.filter((_, place) => failed.includes(`m${place}`))
    }
    poisonous.push(...batch)
  }
  expect(poisonous).toHaveLength(100)
  expect(await sumOf('points')).toBe(900)
  expect(await sumOf('tier')).toBe(1_000)
})
