import { services } from '../services.ts'
import type { Units } from './least.ts'
import { type OperationUnits, operationName } from './operation-units.ts'
import { assumptions, prices } from './prices.ts'
import type { Use } from './student-month.ts'

/** US$ by what is paid for. */
export interface Cost {
  readonly tableReads: number
  readonly tableWrites: number
  readonly requests: number
  readonly functions: number
  readonly events: number
  readonly queues: number
  readonly mails: number
  readonly logs: number
}

const nothing: Cost = {
  ...{ tableReads: 0, tableWrites: 0, requests: 0, functions: 0 },
  ...{ events: 0, queues: 0, mails: 0, logs: 0 },
}
const kinds: readonly (keyof Cost)[] = [
  ...(['tableReads', 'tableWrites', 'requests', 'functions'] as const),
  ...(['events', 'queues', 'mails', 'logs'] as const),
]

const eachKind = (amount: (kind: keyof Cost) => number): Cost => ({
  ...nothing,
  ...Object.fromEntries(kinds.map((kind) => [kind, amount(kind)])),
})

/** The sum, each part for itself. */
export const added = (...costs: readonly Cost[]): Cost =>
  eachKind((kind) => costs.reduce((sum, one) => sum + one[kind], 0))

export const times = (cost: Cost, count: number): Cost => eachKind((kind) => cost[kind] * count)

export const total = (cost: Cost): number => kinds.reduce((sum, kind) => sum + cost[kind], 0)

function tableCost({ read, write, index }: Pick<Units, 'read' | 'write' | 'index'>): Cost {
  return { ...nothing, tableReads: read * prices.readUnit, tableWrites: (write + index) * prices.writeUnit }
}

/** One invocation of a function, with what it logs. */
const invocation = (gb: number, seconds: number): Cost => ({
  ...nothing,
  functions: prices.lambdaRequest + gb * seconds * prices.lambdaGbSecond,
  logs: assumptions.logBytesOfInvocation * prices.logByte,
})

const request: Cost = { ...nothing, requests: prices.httpRequest + prices.edgeRequest }
const message: Cost = { ...nothing, queues: assumptions.queueRequestsOfMessage * prices.queueRequest }
const consumed = (): Cost => added(message, invocation(assumptions.eventsGb, assumptions.eventsSeconds))

/** What brings an operation about: a request, or its share of a job; a subscription is brought about by its event. */
function entry({ kind }: OperationUnits): Cost {
  if (kind === 'route') return added(request, invocation(assumptions.apiGb, assumptions.apiSeconds))
  return kind === 'subscription' ? nothing : consumed()
}

/** The relay tells what a commit wrote: one invocation for each commit, though it may take a hundred at once. */
function told({ events, outbox }: OperationUnits): Cost {
  const relays = times(invocation(assumptions.relayGb, assumptions.relaySeconds), outbox.items)
  const published: Cost = { ...nothing, events: events.length * prices.event }
  return added(relays, published, tableCost({ read: 0, write: outbox.write, index: outbox.index }))
}

/** Which subscriptions an event reaches, by service: one message and one invocation for each service. */
function subscribersOf(event: string): readonly (readonly string[])[] {
  return services
    .map(({ name: service, subscriptions }) =>
      subscriptions
        .filter(({ contract }) => contract.name === event)
        .map(({ name }) => operationName({ service, kind: 'subscription', name })),
    )
    .filter((names) => names.length > 0)
}

/** The operation that hands a mail over, each time that it is at work. */
const mails = new Set(['leads subscription request-message'])

/**
 * What one operation costs, with all that its events set in motion, each subscriber as dear as when it has the most to do.
 * @param on operations on whose behalf this is, against events that go round
 */
export function costOf(name: string, measured: ReadonlyMap<string, OperationUnits>, on: readonly string[] = []): Cost {
  const one = measured.get(name)
  if (!one) throw new RangeError(`no figures of ${name}`)
  if (on.includes(name)) throw new RangeError(`the events of ${name} lead back to it`)
  const mail: Cost = mails.has(name) ? { ...nothing, mails: prices.mail } : nothing
  const reached = one.events.flatMap(subscribersOf)
  const effects = reached.flatMap((names) => [
    consumed(),
    ...names.map((subscriber) => costOf(subscriber, measured, [...on, name])),
  ])
  return added(entry(one), tableCost(one.taken), told(one), mail, ...effects)
}

/** One row of a month: what is used, and what it costs with all that follows. */
export interface MonthRow {
  readonly use: Use
  readonly cost: Cost
}

/** A month of such a student. @throws RangeError for an operation without figures */
export function monthOf(uses: readonly Use[], all: readonly OperationUnits[]): readonly MonthRow[] {
  const measured = new Map(all.map((one) => [operationName(one), one]))
  return uses.map((use) => ({ use, cost: times(costOf(use.operation, measured), use.times) }))
}

/**
 * What the clocks of a deployment cost in a month, however many students it has: each minute each service looks for what is
 * due, in four partitions for each job and four for its time, and for what the relay left behind, in eight.
 */
export function clockworkOfMonth(): Cost {
  const minutes = 30.4 * 24 * 60
  const perMinute = services.map(({ jobs }) => {
    const pages = 8 + 4 * jobs.filter(({ kind }) => kind === 'due').length
    const looks = added(consumed(), invocation(assumptions.relayGb, assumptions.relaySeconds))
    const scheduled: Cost = { ...nothing, events: 2 * prices.schedulerInvocation }
    return added(looks, scheduled, tableCost({ read: pages / 2, write: 0, index: 0 }))
  })
  return times(added(...perMinute), minutes)
}
