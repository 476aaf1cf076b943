import type { BoundRoute, RawRequest } from '@tutelage/shared/contracts/bind-route.ts'
import {
  type DomainEvent,
  type EventContract,
  type EventMeta,
  type EventOf,
  eventMetaSchema,
} from '@tutelage/shared/contracts/define-event.ts'
import type { RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { derivedId } from '@tutelage/shared/data/derived-id.ts'
import { readDue } from '@tutelage/shared/data/due-index.ts'
import type { Outcome } from '@tutelage/shared/data/run-use-case.ts'
import { type Id, type IdKind, isId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'
import type { Actor } from '@tutelage/shared/kernel/scope.ts'
import { storeCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { type TestBench, testBench, testCampusId } from '@tutelage/shared/testing/test-context.ts'
import type * as z from 'zod'
import service from '../../service.ts'

/** For tests: the whole service by its manifest, on a memory table. */
export interface TestService extends TestBench {
  /** Hands an event to each of its subscriptions, as its queue would. */
  deliver(...events: readonly DomainEvent[]): Promise<void>
  /** Asks a route; @throws when the request is not of its contract. */
  ask(routeId: string, request?: Asked): Promise<Outcome>
  /** The body of a route's answer; @throws when it refused. */
  answer(routeId: string, request?: Asked): Promise<unknown>
  /** Runs everything that is due now, until nothing is. */
  runDue(): Promise<void>
  /** Runs a daily job of a day to its last page. */
  runDaily(name: string, day: LocalDate): Promise<void>
}

interface Asked {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly ifMatch?: number
  readonly actor?: Actor
  readonly campusId?: string
  readonly idempotencyKey?: string
}

const system = { kind: 'system', id: 'loyalty' } as const

/** For tests: an id that a name always gives. */
export const named = <Kind extends IdKind>(kind: Kind, name: string): Id<Kind> => derivedId(kind, name)

/** For tests: a staff id. @throws RangeError for what is none */
export function staff(text: string): Id<'staff'> {
  if (!isId('staff', text)) throw new RangeError('not a staff id')
  return text
}

/** For tests: an event as it arrives; `by` names the aggregate and its version. */
export function arrived<C extends EventContract>(
  contract: C,
  data: z.output<C['data']>,
  { at, version = 1, of = 'aggregate' }: { readonly at: Instant; readonly version?: number; readonly of?: string },
): EventOf<C> {
  const meta: EventMeta = eventMetaSchema().parse({
    eventId: derivedId('event', contract.name, of, version, JSON.stringify(data)),
    schemaVersion: contract.version,
    campusId: testCampusId,
    occurredAt: at,
    recordedAt: at,
    actor: { kind: 'system', id: contract.publishers[0] ?? 'leads' },
    correlationId: 'test',
    aggregateId: of,
    aggregateVersion: version,
  })
  return { name: contract.name, source: `crm.${contract.publishers[0]}`, meta, data }
}

/** For tests: the same event under another id, as when it is replayed after the inbox forgot it. */
export const replayed = <Event extends DomainEvent>(event: Event): Event => ({
  ...event,
  meta: { ...event.meta, eventId: derivedId('event', 'replayed', event.meta.eventId) },
})

async function deliverOne(bench: TestBench, event: DomainEvent): Promise<void> {
  for (const { name, contract, handle } of service.subscriptions) {
    if (contract.name !== event.name) continue
    const guard = { kind: 'inbox', subscription: name, eventId: event.meta.eventId } as const
    const outcome = await bench.run((context) => handle(event, context), { actor: system, guard })
    if (outcome.kind === 'refused' || outcome.kind === 'conflict') throw new Error(`${name}: ${outcome.kind}`)
  }
}

/** Every answer is of its contract, every refusal one that the contract names. */
function checkOutcome(contract: RouteContract, outcome: Outcome): Outcome {
  if (outcome.kind === 'done') contract.reply.body.parse(JSON.parse(JSON.stringify(outcome.answer)))
  if (outcome.kind === 'refused' && !(outcome.refusal.code in contract.refusals)) {
    throw new Error(`${contract.id} does not name ${outcome.refusal.code}`)
  }
  return outcome
}

async function run(bench: TestBench, { contract, parse }: BoundRoute<CampusContext>, asked: Asked): Promise<Outcome> {
  const { params = {}, query = {}, body, ifMatch, actor, campusId = testCampusId, idempotencyKey } = asked
  const raw = { body: '', headers: {} }
  const request: RawRequest = { params: { campusId, ...params }, query, body, ifMatch, raw }
  const parsed = parse(request)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const bodyHash = JSON.stringify([params, query, body])
  const identity = { routeId: contract.id, key: idempotencyKey ?? '', bodyHash, permanent: true }
  const guard = { kind: 'idempotency', ...identity } as const
  const asking = { campusId, ...(actor && { actor }), ...(idempotencyKey && { guard }) }
  return checkOutcome(contract, await bench.run(parsed.run, asking))
}

function askOn(bench: TestBench, routeId: string, asked: Asked): Promise<Outcome> {
  const route = service.routes.find(({ contract }) => contract.id === routeId)
  if (!route) throw new Error(`no route ${routeId}`)
  return run(bench, route, asked)
}

/**
 * For tests: something happens wholly after the n-th read that an action makes, or after it when it makes fewer.
 * @param after n, from 1
 */
export async function interleaved(
  { table }: TestBench,
  after: number,
  { action, between }: { readonly action: () => Promise<unknown>; readonly between: () => Promise<unknown> },
): Promise<void> {
  let reads = 0
  const counted =
    <Args extends readonly unknown[], Result>(read: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      const result = await read(...args)
      reads += 1
      if (reads === after) await between()
      return result
    }
  table.get = counted(table.get)
  table.getMany = counted(table.getMany)
  table.query = counted(table.query)
  await action()
  if (reads < after) await between()
}

async function runDueOn(bench: TestBench): Promise<void> {
  for (const job of service.jobs) {
    if (job.kind !== 'due') continue
    for (;;) {
      const due = await readDue(bench.table, job.name, bench.clock.now())
      if (due.length === 0) break
      for (const item of due) await bench.run((context) => job.run(item, context), { actor: system })
    }
  }
}

async function runDailyOn(bench: TestBench, name: string, day: LocalDate): Promise<void> {
  const job = service.jobs.find((one) => one.name === name)
  if (job?.kind !== 'daily') throw new Error(`no daily job ${name}`)
  let cursor: string | undefined
  do {
    const outcome = await bench.run(
      async (context) => ({ ok: true, value: { next: await job.run(day, cursor, context) } }),
      { actor: system },
    )
    if (outcome.kind !== 'done') throw new Error(`${name}: ${outcome.kind}`)
    cursor = outcome.answer.next
  } while (cursor !== undefined)
}

/** For tests: the service in a demo campus that it knows. */
export async function testService(options: { readonly now?: string } = {}): Promise<TestService> {
  const bench = testBench({ service: 'loyalty', ...options })
  await storeCampus(bench.table)
  return {
    ...bench,
    async deliver(...events) {
      for (const event of events) await deliverOne(bench, event)
    },
    ask: (routeId, asked = {}) => askOn(bench, routeId, asked),
    async answer(routeId, asked = {}) {
      const outcome = await askOn(bench, routeId, asked)
      if (outcome.kind === 'done' || outcome.kind === 'replayed') return outcome.answer
      throw new Error(`${routeId}: ${JSON.stringify(outcome)}`)
    },
    runDue: () => runDueOn(bench),
    runDaily: (name, day) => runDailyOn(bench, name, day),
  }
}
