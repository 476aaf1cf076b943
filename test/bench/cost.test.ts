import { beforeAll, describe, expect, test } from 'vitest'
import { added, costOf, monthOf, times, total } from './cost.ts'
import { measureOperations, type OperationUnits } from './operation-units.ts'
import { assumptions, prices } from './prices.ts'
import { costReach } from './student-cost.ts'
import { activeStudentMonth } from './student-month.ts'

const none = { read: 0, write: 0, index: 0, commits: 0 }
const figures = (change: Partial<OperationUnits> & Pick<OperationUnits, 'kind' | 'name'>): OperationUnits => ({
  ...{ service: 'leads', taken: none, least: none, events: [], outbox: { items: 0, write: 0, index: 0 } },
  ...change,
})
const named = (...all: readonly OperationUnits[]) =>
  new Map(all.map((one) => [`${one.service} ${one.kind} ${one.name}`, one]))

test('a route is a request at the edge and at the API, an invocation, and units of its table', () => {
  const taken = { read: 2, write: 6, index: 1, commits: 1 }
  const cost = costOf('leads route capture', named(figures({ kind: 'route', name: 'capture', taken })))
  expect(cost.requests).toBeCloseTo(2e-6, 12)
  expect(cost.tableReads).toBeCloseTo(2 * 0.125e-6, 12)
  expect(cost.tableWrites).toBeCloseTo(7 * 0.625e-6, 12)
  expect(cost.functions).toBeCloseTo(0.2e-6 + assumptions.apiGb * assumptions.apiSeconds * 13.3334e-6, 12)
  expect([cost.events, cost.queues, cost.mails]).toEqual([0, 0, 0])
})

test('an event is told, brought to each service that listens, and costs what every listener does', () => {
  const outbox = { items: 1, write: 2, index: 1 }
  const paying = figures({ service: 'enrollment', kind: 'route', name: 'pay', events: ['TuitionPaid'], outbox })
  const counting = figures({
    service: 'loyalty',
    kind: 'subscription',
    name: 'count-payment',
    taken: { ...none, write: 3 },
  })
  const earning = figures({
    service: 'loyalty',
    kind: 'subscription',
    name: 'earn-points',
    taken: { ...none, write: 5 },
  })
  const renewing = figures({ service: 'enrollment', kind: 'subscription', name: 'note-renewal' })
  const cost = costOf('enrollment route pay', named(paying, counting, earning, renewing))
  expect(cost.events).toBeCloseTo(prices.event, 12)
  expect(cost.queues).toBeCloseTo(2 * 3 * prices.queueRequest, 12)
  expect(cost.tableWrites).toBeCloseTo(11 * prices.writeUnit, 12)
})

test('an operation without figures is named, and so is one whose events lead back to it', () => {
  expect(() => costOf('leads route none', new Map())).toThrow('no figures of leads route none')
  const round = figures({ service: 'loyalty', kind: 'subscription', name: 'count-payment', events: ['TuitionPaid'] })
  const earning = figures({ service: 'loyalty', kind: 'subscription', name: 'earn-points' })
  const renewing = figures({ service: 'enrollment', kind: 'subscription', name: 'note-renewal' })
  expect(() => costOf('loyalty subscription count-payment', named(round, earning, renewing))).toThrow('lead back')
})

test('costs add up part by part', () => {
  const one = costOf('leads route capture', named(figures({ kind: 'route', name: 'capture' })))
  expect(total(added(one, times(one, 3)))).toBeCloseTo(4 * total(one), 12)
})

describe('of the operations as they are', () => {
  let all: readonly OperationUnits[]
  beforeAll(async () => {
    all = await measureOperations()
  })

  test('a month of an active student costs no more than it may', () => {
    const month = added(...monthOf(activeStudentMonth, all).map(({ cost }) => cost))
    expect(month.tableWrites).toBeGreaterThan(0)
    expect(month.mails).toBeGreaterThan(0)
    expect(total(month)).toBeLessThan(costReach)
  })
})
