import type { BusEntry } from '@tutelage/shared/data/event-bus.ts'
import type { ItemChange } from '@tutelage/shared/data/memory-table.ts'
import { type OutboxItem, outboxItemOf } from '@tutelage/shared/data/outbox.ts'
import * as z from 'zod'
import { rulesOf } from './told-changes.ts'
import type { Watch, Witness } from './witness.ts'

const detailSchema = z.object({ meta: z.object({ eventId: z.string(), causationId: z.string().optional() }) })

/** Every event that was committed, and that each is published as it was committed. */
export interface Events {
  readonly watch: Watch
  /** By event id: as it stands in the outbox. */
  readonly committed: ReadonlyMap<string, BusEntry>
  readonly published: ReadonlySet<string>
  heard(entry: BusEntry): void
}

/** What a message's end tells is committed after its request, under the message's own claim. */
const ends = new Set(['MessageSent', 'MessageSuppressed'])

/** The events that an outbox item holds which is new. */
const namesOf = ({ before, after }: ItemChange): readonly string[] => {
  const outbox = after?.entity === 'outbox' && !before ? outboxItemOf(after) : undefined
  return outbox?.status === 'unsent' ? outbox.entries.map(({ detailType }) => detailType) : []
}

/** Watches outboxes and bus: one event id for each committed change, and one inbox item for each effect of an event. */
export function watchEvents(witness: Witness): Events {
  const committed = new Map<string, BusEntry>()
  const published = new Set<string>()
  const inboxOf = (changes: readonly ItemChange[]): string =>
    changes.flatMap(({ after }) => (after?.entity === 'inbox' ? [after.pk] : [])).join(' ')

  const add = ({ entries }: OutboxItem, inbox: string): void => {
    for (const entry of entries) {
      const { eventId, causationId } = detailSchema.parse(JSON.parse(entry.detail)).meta
      witness.expect(!committed.has(eventId), 'a change has one event', entry.detailType, eventId)
      committed.set(eventId, entry)
      const named = causationId === undefined || ends.has(entry.detailType) || inbox.includes(causationId)
      witness.expect(named, 'an effect names its event', entry.detailType, causationId)
    }
  }

  return {
    committed,
    published,
    watch(service, changes) {
      const names = new Set(changes.flatMap(namesOf))
      for (const { rule, change } of rulesOf(service, changes)) {
        const isTold = rule.events.some((name) => names.has(name))
        witness.expect(isTold, 'a committed change has its event', rule.events, change.key)
        for (const name of rule.events) if (names.has(name)) witness.saw('told', service, name)
      }
      for (const { before, after } of changes) {
        const outbox = after?.entity === 'outbox' && !before ? outboxItemOf(after) : undefined
        if (outbox?.status === 'unsent') add(outbox, inboxOf(changes))
        if (before?.entity === 'inbox') witness.violated('an event is taken in once', before.pk)
        if (before?.entity === 'idempotency') witness.violated('a key takes effect once', before.pk)
      }
    },
    heard(entry) {
      const { eventId } = detailSchema.parse(JSON.parse(entry.detail)).meta
      const known = committed.get(eventId)
      witness.expect(known?.detail === entry.detail, 'what is published was committed', entry)
      published.add(eventId)
    },
  }
}
