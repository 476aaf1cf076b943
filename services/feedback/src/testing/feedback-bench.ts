import type { DomainEvent, EventContract, EventMeta } from '@tutelage/shared/contracts/define-event.ts'
import { idField } from '@tutelage/shared/contracts/fields.ts'
import { readDue } from '@tutelage/shared/data/due-index.ts'
import { campusIdOf } from '@tutelage/shared/data/keys.ts'
import { type Id, type IdKind, idPrefixes } from '@tutelage/shared/kernel/ids.ts'
import { type Instant, instant } from '@tutelage/shared/kernel/instant.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { type Asked, ask } from '@tutelage/shared/testing/http-request.ts'
import { storeCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { type TestBench, testBench, testCampusId } from '@tutelage/shared/testing/test-context.ts'
import type * as z from 'zod'
import service from '../../service.ts'

const system = { kind: 'system', id: 'feedback' } as const

/** The same id for the same number, in every test. */
export const idOf = <Kind extends IdKind>(kind: Kind, number: number): Id<Kind> =>
  idField(kind).parse(`${idPrefixes[kind]}_${String(number).padStart(26, '0')}`)

/** What a delivery says beside its data; the rest stands for itself. */
interface Delivered {
  readonly number: number
  readonly aggregateVersion?: number
  readonly recordedAt?: Instant | string
}

/** The feedback service on a memory table, with the demo campus known: asked over HTTP, told events, woken when due. */
export interface FeedbackBench extends TestBench {
  /** Asks below `/feedback/campuses/cam_demo-east`; every reply is checked against its contract. */
  ask(asked: Asked): ReturnType<typeof ask>
  /** Delivers an event to every subscription to it; the same number is the same event again. */
  deliver<C extends EventContract>(contract: C, data: z.input<C['data']>, delivered: Delivered): Promise<void>
  /** Runs what is due now, as often as something is. */
  runDue(): Promise<void>
}

function metaOf(
  contract: EventContract,
  { number, aggregateVersion = 1, recordedAt }: Delivered,
  now: Instant,
): EventMeta {
  const at = instant(recordedAt ?? now)
  return {
    eventId: idOf('event', number),
    schemaVersion: contract.version,
    campusId: testCampusId,
    occurredAt: at,
    recordedAt: at,
    actor: { kind: 'system', id: 'enrollment' },
    correlationId: `test-${number}`,
    aggregateId: 'test',
    aggregateVersion,
  }
}

async function deliverTo(bench: TestBench, contract: EventContract, event: DomainEvent) {
  const { meta } = event
  const wanted = service.subscriptions.filter((subscription) => subscription.contract.name === contract.name)
  if (wanted.length === 0) throw new Error(`feedback does not subscribe to ${contract.name}`)
  for (const { name, handle } of wanted) {
    const guard = { kind: 'inbox' as const, subscription: name, eventId: meta.eventId }
    const outcome = await bench.run((context) => handle(event, context), { actor: system, guard })
    if (outcome.kind === 'conflict') throw new Error(`${name} met too many conflicts`)
  }
}

async function runDueOn(bench: TestBench): Promise<void> {
  for (const job of service.jobs) {
    if (job.kind !== 'due') continue
    for (let due = await readDue(bench.table, job.name, bench.clock.now()); due.length > 0; ) {
      for (const key of due) {
        await bench.run((context) => job.run(key, context), { actor: system, campusId: campusIdOf(key) ?? null })
      }
      due = await readDue(bench.table, job.name, bench.clock.now())
    }
  }
}

/** @param now where the clock stands at first: Monday 2 March 2026, 9:00 in Shanghai */
export async function feedbackBench(now?: Instant | string): Promise<FeedbackBench> {
  const bench = testBench({ service: 'feedback', ...(now !== undefined && { now }) })
  await storeCampus(bench.table)
  const handler = httpHandler(service, bench.ports, { checkReplies: true })
  return {
    ...bench,
    ask: (asked) => ask(handler, { ...asked, path: `/feedback/campuses/${testCampusId}${asked.path}` }),
    deliver(contract, data, delivered) {
      const meta = metaOf(contract, delivered, bench.clock.now())
      return deliverTo(bench, contract, { name: contract.name, source: `crm.${contract.publishers[0]}`, meta, data })
    },
    runDue: () => runDueOn(bench),
  }
}
