import * as z from 'zod'
import {
  type DomainEvent,
  type EventContract,
  type EventOf,
  eventMetaSchema,
  type ServiceName,
} from '../contracts/define-event.ts'
import { type Call, openAttempt, type Ports } from '../data/attempt.ts'
import type { CampusContext, Log } from '../data/context.ts'
import { type Guard, guardAt } from '../data/guard.ts'
import { type MemoryTable, memoryTable } from '../data/memory-table.ts'
import { outboxItemOf } from '../data/outbox.ts'
import { type Outcome, runUseCase, type UseCase } from '../data/run-use-case.ts'
import { type CampusId, type IdSource, isId, makeIdSource } from '../kernel/ids.ts'
import { addMs, type Clock, type DurationMs, type Instant, instant } from '../kernel/instant.ts'
import { type Actor, enterCampus, type Scope } from '../kernel/scope.ts'

/** A clock that stands until it is set. */
export interface TestClock extends Clock {
  set(now: Instant | string): void
  advance(durationMs: DurationMs): void
}

/** One line that was logged. */
export interface LoggedLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** Who asks in a test; by default the principal, in the campus `cam_demo-east`. */
export interface Asking {
  readonly actor?: Actor
  /** The campus that is entered; `null` for a route of the chain. */
  readonly campusId?: string | null
  /** What the actor may see; all campuses by default. */
  readonly campuses?: readonly CampusId[] | 'all'
  readonly guard?: Guard
  readonly correlationId?: string
}

/** A service on a memory table: given items or use cases, when a use case runs, then its outcome, items and events. */
export interface TestBench {
  readonly table: MemoryTable
  readonly clock: TestClock
  readonly ids: IdSource
  readonly ports: Ports
  readonly logged: readonly LoggedLine[]
  /** A context for one attempt, to call a use case or a store directly; a commit that fails throws. */
  context(asking?: Asking): CampusContext
  /** Runs a use case as a handler would. */
  run<Answer>(useCase: UseCase<Answer>, asking?: Asking): Promise<Outcome<Answer>>
  /** Every event committed so far, in order. */
  events(): readonly DomainEvent[]
  /** Those of one contract, typed by it. */
  eventsOf<C extends EventContract>(contract: C): readonly EventOf<C>[]
}

export const testCampusId = campus('cam_demo-east')

/** @throws RangeError unless the text is a campus id */
function campus(text: string): CampusId {
  if (!isId('campus', text)) throw new RangeError('not a campus id')
  return text
}

/** A clock for tests. */
export function testClock(start: Instant | string = '2026-03-02T01:00:00.000Z'): TestClock {
  let now = instant(start)
  return {
    now: () => now,
    set: (next) => {
      now = instant(next)
    },
    advance: (durationMs) => {
      now = addMs(now, durationMs)
    },
  }
}

/** Ids that come in the same order in each run: the random part counts up. */
export function testIds(clock: Clock): IdSource {
  let count = 0
  return makeIdSource(clock, (bytes) => {
    count += 1
    new DataView(bytes.buffer).setUint32(bytes.byteLength - 4, count)
  })
}

function testLog(lines: LoggedLine[]): Log {
  const keep =
    (level: LoggedLine['level']) =>
    (message: string, fields = {}): void => {
      lines.push({ level, message, fields })
    }
  return { info: keep('info'), warn: keep('warn'), error: keep('error') }
}

function callOf(service: ServiceName, asking: Asking): Call {
  const scope: Scope = {
    actor: asking.actor ?? { kind: 'principal', id: 'stf_demo-principal' },
    campuses: asking.campuses ?? 'all',
  }
  const common = { service, operation: 'test', scope, correlationId: asking.correlationId ?? 'test' }
  const guarded = asking.guard ? { ...common, guard: asking.guard } : common
  if (asking.campusId === null) return guarded
  const entered = enterCampus(scope, campus(asking.campusId ?? testCampusId))
  if (!entered) throw new Error('the actor of this test may not see that campus')
  return { ...guarded, campus: entered }
}

/**
 * A bench for the tests of one service.
 * @param options now: where the clock stands at first, Monday 2 March 2026, 9:00 in Shanghai
 */
export function testBench(options: { readonly service: ServiceName; readonly now?: Instant | string }): TestBench {
  const clock = testClock(options.now)
  const table = memoryTable({ clock })
  const logged: LoggedLine[] = []
  const told = { publicUrl: 'https://tutelage.test', timeZones: ['Asia/Shanghai', 'Asia/Tokyo'] }
  const ports: Ports = { table, clock, ids: testIds(clock), log: testLog(logged), ...told }
  const events: DomainEvent[] = []
  table.onCommit((changes) => {
    for (const { before, after } of changes) {
      const outbox = !before && after ? outboxItemOf(after) : undefined
      for (const { source, detailType, detail } of outbox?.entries ?? []) {
        const { meta, data } = JSON.parse(detail)
        events.push({ name: detailType, source, meta: eventMetaSchema().parse(meta), data })
      }
    }
  })
  return {
    table,
    clock,
    ids: ports.ids,
    ports,
    logged,
    context(asking = {}) {
      const call = callOf(options.service, asking)
      const guard = call.guard && guardAt(table, call.guard, call.scope, call.campus?.campusId ?? '')
      return openAttempt(ports, call, guard).context
    },
    run: (useCase, asking = {}) => runUseCase(ports, callOf(options.service, asking), useCase),
    events: () => [...events],
    eventsOf: <C extends EventContract>(contract: C) =>
      events
        .filter(({ name }) => name === contract.name)
        .map((event) => ({ ...event, data: z.parse<C['data']>(contract.data, event.data) })),
  }
}
