import * as z from 'zod'
import { defineEvent, happened } from '../contracts/define-event.ts'
import type { CampusContext } from '../data/context.ts'
import type { BusEntry, EntryResult, EventBus } from '../data/event-bus.ts'
import { type OutboxItem, outboxItemOf } from '../data/outbox.ts'
import type { Table } from '../data/table.ts'
import { accept } from '../kernel/decision.ts'
import { testBench } from './test-context.ts'

const stamped = defineEvent({
  name: 'CardStamped',
  publishers: ['loyalty'],
  version: 1,
  summary: 'A card got a stamp.',
  data: () => z.object({ note: z.string() }),
})

/** Says that a card was stamped, so many times in one commit. */
export const stamp =
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

export interface TestBus extends EventBus {
  readonly calls: (readonly BusEntry[])[]
  taken(): readonly string[]
}

export const idOf = ({ detail }: BusEntry): string => JSON.parse(detail).meta.eventId

/** @param answer may refuse an entry, or throw for the whole call */
export function testBus(answer: (entry: BusEntry, call: number) => EntryResult = () => ({ ok: true })): TestBus {
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

export const bench = () => testBench({ service: 'loyalty' })
export type Bench = ReturnType<typeof bench>

export const outbox = (at: Bench): readonly OutboxItem[] => at.table.all().flatMap((item) => outboxItemOf(item) ?? [])
export const portsOf = (at: Bench, bus: EventBus, table: Table = at.table) => ({
  table,
  bus,
  clock: at.clock,
  log: at.ports.log,
})
