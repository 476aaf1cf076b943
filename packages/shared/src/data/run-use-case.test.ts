import { expect, test } from 'vitest'
import * as z from 'zod'
import { defineEvent, happened } from '../contracts/define-event.ts'
import { instantField } from '../contracts/fields.ts'
import { accept, refuse } from '../kernel/decision.ts'
import { NotFound } from '../kernel/failures.ts'
import { dayMs, instant } from '../kernel/instant.ts'
import { testBench } from '../testing/test-context.ts'
import type { Ports } from './attempt.ts'
import type { CampusContext } from './context.ts'
import type { Guard, IdempotencyGuard } from './guard.ts'
import { campusKey } from './keys.ts'
import { runUseCase, type UseCase } from './run-use-case.ts'
import type { Table } from './table.ts'
import { TableUnavailable } from './table-failures.ts'

const cardStamped = defineEvent({
  name: 'CardStamped',
  publishers: ['loyalty'],
  version: 1,
  summary: 'A card got a stamp.',
  data: () => z.object({ stamps: z.int().min(1), stampedAt: instantField() }),
})

const keyOf = (context: CampusContext) => campusKey(context.campus, 'CARD', 'CARD')
const stampsOf = async (context: CampusContext): Promise<number> =>
  Number((await context.table.get(keyOf(context)))?.stamps ?? 0)

/** One stamp more. */
async function stampCard(context: CampusContext) {
  const card = await context.table.get(keyOf(context))
  const version = (card?.version ?? 0) + 1
  const stamps = Number(card?.stamps ?? 0) + 1
  const answer = await context.commit({
    writes: [
      {
        op: 'put',
        item: { ...keyOf(context), entity: 'card', version, stamps },
        when: card ? { version: card.version } : 'absent',
      },
    ],
    events: [
      happened(
        cardStamped,
        { campusId: context.campus.campusId, aggregateId: 'card', aggregateVersion: version },
        { stamps, stampedAt: context.now },
      ),
    ],
    answer: { stamps },
  })
  return accept(answer)
}

const inbox: Guard = { kind: 'inbox', subscription: 'stamp-card', eventId: 'evt_00000000000000000000000001' }
const idempotency: IdempotencyGuard = {
  kind: 'idempotency',
  routeId: 'stampCard',
  key: 'k1',
  bodyHash: 'h1',
  permanent: false,
}

/** The ports with some calls of the table answered otherwise. */
const withTable = (ports: Ports, changed: (table: Table) => Partial<Table>): Ports => ({
  ...ports,
  table: { ...ports.table, ...changed(ports.table) },
})

const bench = () => testBench({ service: 'loyalty' })
const call = (at: ReturnType<typeof bench>, guard?: Guard) => {
  const { campus, scope } = at.context()
  const common = { service: 'loyalty' as const, operation: 'stampCard', scope, campus, correlationId: 'c1' }
  return guard ? { ...common, guard } : common
}

test('an effect, its events and its guard are one transaction', async () => {
  const at = bench()
  const commits: number[] = []
  at.table.onCommit((changes) => commits.push(changes.length))
  expect(await at.run(stampCard, { guard: inbox })).toEqual({ kind: 'done', answer: { stamps: 1 } })
  expect(commits).toEqual([3])
  expect(at.table.all().map(({ entity }) => entity)).toEqual(['card', 'inbox', 'outbox'])
})

test('an event gets its envelope from the commit', async () => {
  const at = bench()
  await at.run(stampCard, { correlationId: 'c7' })
  const [event] = at.eventsOf(cardStamped)
  expect(event).toMatchObject({
    name: 'CardStamped',
    source: 'crm.loyalty',
    data: { stamps: 1 },
    meta: {
      schemaVersion: 1,
      campusId: 'cam_demo-east',
      occurredAt: at.clock.now(),
      recordedAt: at.clock.now(),
      actor: { kind: 'principal', id: 'stf_demo-principal' },
      correlationId: 'c7',
      aggregateVersion: 1,
    },
  })
})

test('an event that comes again changes nothing', async () => {
  const at = bench()
  await at.run(stampCard, { guard: inbox })
  expect(await at.run(stampCard, { guard: inbox })).toEqual({ kind: 'duplicate' })
  expect(at.events()).toHaveLength(1)
})

test('an event that comes again is a duplicate even when the rules or a missing thing would now stop it', async () => {
  const at = bench()
  await at.run(stampCard, { guard: inbox })
  expect(await at.run(async () => refuse('cardIsFull'), { guard: inbox })).toEqual({ kind: 'duplicate' })
  const missing: UseCase<never> = async () => {
    throw new NotFound('card')
  }
  expect(await at.run(missing, { guard: inbox })).toEqual({ kind: 'duplicate' })
  await expect(at.run(missing)).rejects.toThrow('no such card')
})

test('a request repeated under its key hears the first answer without running again', async () => {
  const at = bench()
  await at.run(stampCard, { guard: idempotency })
  const again = await at.run(() => Promise.reject(new Error('ran again')), { guard: idempotency })
  expect(again).toEqual({ kind: 'replayed', answer: { stamps: 1 } })
})

test('a key used for another request is told so', async () => {
  const at = bench()
  await at.run(stampCard, { guard: idempotency })
  expect(await at.run(stampCard, { guard: { ...idempotency, bodyHash: 'h2' } })).toEqual({ kind: 'keyReused' })
  expect(at.events()).toHaveLength(1)
})

test('the same key of another actor or another route is another key', async () => {
  const at = bench()
  await at.run(stampCard, { guard: idempotency })
  const other = { kind: 'frontDesk', id: 'stf_other' } as const
  expect(await at.run(stampCard, { guard: idempotency, actor: other })).toMatchObject({ answer: { stamps: 2 } })
  expect(await at.run(stampCard, { guard: { ...idempotency, routeId: 'giveStamp' } })).toMatchObject({
    answer: { stamps: 3 },
  })
})

test('keys are forgotten after seven days, those of money never', async () => {
  const at = bench()
  const money = { ...idempotency, key: 'k2', permanent: true }
  await at.run(stampCard, { guard: idempotency })
  await at.run(stampCard, { guard: money })
  at.clock.advance(7 * dayMs + 1000)
  expect(await at.run(stampCard, { guard: money })).toMatchObject({ kind: 'replayed' })
  expect(await at.run(stampCard, { guard: idempotency })).toMatchObject({ kind: 'done', answer: { stamps: 3 } })
})

test('an event is known for 90 days', async () => {
  const at = bench()
  await at.run(stampCard, { guard: inbox })
  at.clock.advance(90 * dayMs - 1000)
  expect(await at.run(stampCard, { guard: inbox })).toEqual({ kind: 'duplicate' })
})

test('fifty requests with one key at once take effect once and hear the same', async () => {
  const at = bench()
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => at.run(stampCard, { guard: idempotency })))
  expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1)
  expect(outcomes.filter(({ kind }) => kind === 'replayed')).toHaveLength(49)
  expect(await stampsOf(at.context())).toBe(1)
})

test('rivals run again on fresh reads at a fresh moment', async () => {
  const at = bench()
  const moments: string[] = []
  const outcome = await at.run(async (context) => {
    moments.push(context.now)
    const before = await stampsOf(context)
    if (moments.length < 3) {
      at.clock.advance(1000)
      await at.run(stampCard)
    }
    const version = before + 1
    const when = before > 0 ? { version: before } : ('absent' as const)
    const item = { ...keyOf(context), entity: 'card', version, stamps: before + 1 }
    return accept(await context.commit({ writes: [{ op: 'put', item, when }], answer: before + 1 }))
  })
  expect(outcome).toEqual({ kind: 'done', answer: 3 })
  expect(new Set(moments).size).toBe(3)
})

test('after five attempts it is a conflict, with pauses between', async () => {
  const at = bench()
  const paused: number[] = []
  const ports = withTable(at.ports, () => ({
    transact: async () => ({ done: false, failures: [{ index: 0, reason: 'conflict' }] }),
  }))
  const pause = async (attempt: number): Promise<void> => {
    paused.push(attempt)
  }
  expect(await runUseCase({ ...ports, pause }, call(at, inbox), stampCard)).toEqual({ kind: 'conflict' })
  expect(paused).toEqual([1, 2, 3, 4])
})

test('a conflict at the events is a conflict, no matter how often', async () => {
  const at = bench()
  const ports = withTable(at.ports, () => ({
    transact: async (writes) => ({ done: false, failures: [{ index: writes.length - 1, reason: 'conflict' }] }),
  }))
  expect(await runUseCase(ports, call(at), stampCard)).toEqual({ kind: 'conflict' })
})

test('what only met another transaction is committed again, not decided again: a mail is not sent twice', async () => {
  const at = testBench({ service: 'loyalty' })
  let commits = 0
  const table: Table = {
    ...at.table,
    transact: async (writes, token) => {
      commits += 1
      return commits === 1
        ? { done: false, failures: [{ index: 0, reason: 'conflict' }] }
        : at.table.transact(writes, token)
    },
  }
  let mails = 0
  const mailing = async (context: CampusContext) => {
    mails += 1
    return stampCard(context)
  }
  expect(await runUseCase({ ...at.ports, table }, call(at), mailing)).toMatchObject({ kind: 'done' })
  expect([commits, mails]).toEqual([2, 1])
})

test('a conflict at the guard is no duplicate', async () => {
  const at = bench()
  let calls = 0
  const ports = withTable(at.ports, (table) => ({
    transact: async (writes, token) => {
      calls += 1
      return calls === 1 ? { done: false, failures: [{ index: 0, reason: 'conflict' }] } : table.transact(writes, token)
    },
  }))
  expect(await runUseCase(ports, call(at, inbox), stampCard)).toMatchObject({ kind: 'done' })
})

/** A table that commits and then loses its answer, so many times. */
const losing = (table: Table, times: number): Partial<Table> => {
  let left = times
  return {
    async transact(writes, token) {
      const outcome = await table.transact(writes, token)
      left -= 1
      if (left >= 0) throw new TableUnavailable('timeout')
      return outcome
    },
  }
}

test('a commit whose answer was lost is asked about under its token and takes effect once', async () => {
  const at = bench()
  const ports = withTable(at.ports, (table) => losing(table, 2))
  expect(await runUseCase(ports, call(at), stampCard)).toEqual({ kind: 'done', answer: { stamps: 1 } })
  expect(await stampsOf(at.context())).toBe(1)
})

test('a commit whose answer stays lost shows in its guard', async () => {
  const at = bench()
  const ports = withTable(at.ports, (table) => losing(table, 9))
  expect(await runUseCase(ports, call(at, inbox), stampCard)).toEqual({ kind: 'duplicate' })
  expect(await runUseCase(ports, call(at, idempotency), stampCard)).toEqual({
    kind: 'replayed',
    answer: { stamps: 2 },
  })
})

test('a job whose commit stays unknown is not run again by us', async () => {
  const at = bench()
  const ports = withTable(at.ports, (table) => losing(table, 9))
  await expect(runUseCase(ports, call(at), stampCard)).rejects.toThrow(TableUnavailable)
  expect(await stampsOf(at.context())).toBe(1)
})

test('a refusal writes nothing, not even its guard', async () => {
  const at = bench()
  const outcome = await at.run(async () => refuse('cardIsFull', { stamps: 9 }), { guard: idempotency })
  expect(outcome).toEqual({ kind: 'refused', refusal: refuse('cardIsFull', { stamps: 9 }) })
  expect(at.table.all()).toEqual([])
})

test('a failed commit is no success, even when the use case swallows the failure', async () => {
  const at = bench()
  const ports = withTable(at.ports, () => ({
    transact: async () => ({ done: false, failures: [{ index: 0, reason: 'condition' }] }),
  }))
  const swallowing: UseCase<object> = (context) => stampCard(context).catch(() => accept({ stamps: 1 }))
  expect(await runUseCase(ports, call(at), swallowing)).toEqual({ kind: 'conflict' })
})

test('defects are thrown: a second commit under a guard, a refusal of what was committed, another answer, a late commit', async () => {
  const at = bench()
  const twice: UseCase<object> = async (context) => {
    await stampCard(context)
    return stampCard(context)
  }
  await expect(at.run(twice, { guard: inbox })).rejects.toThrow('commits twice')
  const refusing: UseCase<object> = async (context) => {
    await stampCard(context)
    return refuse('cardIsFull')
  }
  await expect(at.run(refusing)).rejects.toThrow('refuses what it committed')
  const answering: UseCase<object> = async (context) => {
    await stampCard(context)
    return accept({ stamps: 99 })
  }
  await expect(at.run(answering, { guard: idempotency })).rejects.toThrow('answers otherwise')
  const kept: CampusContext[] = []
  await at.run(async (context) => {
    kept.push(context)
    return refuse('cardIsFull')
  })
  await expect(Promise.all(kept.map(stampCard))).rejects.toThrow('commits after its end')
})

test('an event that is not of its contract, or not the service’s own, is a defect and commits nothing', async () => {
  const at = bench()
  const telling = (contract: typeof cardStamped, data: { readonly stamps: number }) =>
    at.run(async ({ commit, campus, now }) => {
      const occurrence = { campusId: campus.campusId, aggregateId: 'card', aggregateVersion: 1 }
      const events = [happened(contract, occurrence, { ...data, stampedAt: now })]
      return accept(await commit({ writes: [], events, answer: null }))
    })
  await expect(telling(cardStamped, { stamps: 0 })).rejects.toThrow('CardStamped is not of its contract: stamps')
  const foreign = { ...cardStamped, publishers: ['leads' as const] }
  await expect(telling(foreign, { stamps: 1 })).rejects.toThrow('loyalty does not publish CardStamped')
  expect(at.table.all()).toEqual([])
})

test('what the contract does not name never reaches the bus', async () => {
  const at = bench()
  await at.run(async ({ commit, campus, now }) => {
    const occurrence = { campusId: campus.campusId, aggregateId: 'card', aggregateVersion: 1 }
    const event = happened(cardStamped, occurrence, { stamps: 1, stampedAt: now, guardianPhone: '+8613800000000' })
    return accept(await commit({ writes: [], events: [event], answer: null }))
  })
  expect(JSON.stringify(at.table.all())).not.toContain('13800000000')
})

test('two commits that tell the same change of an aggregate are a defect', async () => {
  const at = bench()
  const telling: UseCase<null> = async ({ commit, campus, now }) => {
    const occurrence = { campusId: campus.campusId, aggregateId: 'card', aggregateVersion: 1 }
    const events = [happened(cardStamped, occurrence, { stamps: 1, stampedAt: now })]
    return accept(await commit({ writes: [], events, answer: null }))
  }
  await at.run(telling)
  await expect(at.run(telling)).rejects.toThrow('tells a change twice')
})

test('on a route of the chain the campus is a defect that names the route', async () => {
  const at = bench()
  await expect(at.run(async ({ campus }) => accept(campus.campusId), { campusId: null })).rejects.toThrow(
    'test is of the chain: it has no campus',
  )
  expect(await at.run(async (context) => accept({ ...context }.now), { campusId: null })).toMatchObject({
    answer: instant('2026-03-02T01:00:00Z'),
  })
})
