import type { BusEntry } from '@tutelage/shared/data/event-bus.ts'
import type { ItemChange } from '@tutelage/shared/data/memory-table.ts'
import { type OutboxItem, outboxItemOf } from '@tutelage/shared/data/outbox.ts'
import * as z from 'zod'
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

/** Items that are never new without an event about it in the same commit. */
const told = new Set([
  ...['lead', 'inquiry', 'trialBooking', 'preferenceChange'],
  ...['enrollment', 'lesson', 'hoursEntry', 'teacherPayEntry', 'payment', 'refund', 'grade'],
  ...['member', 'pointsEntry', 'tierChange', 'progressCard', 'danger', 'careMessage'],
  ...['complaint', 'survey', 'returnVisit'],
])

/**
 * What goes from one account of a family to another leaves it what it had: points that repay a debt, and hours that follow their
 * student to the next class after a late mark, which was told itself; and so was each lesson that a year plan counts as income.
 */
const changesNothing = ({ key }: ItemChange): boolean =>
  /^ENTRY#(debtRepaid|owedHoursRepaid|repaymentUndone|classTransferred|planLessonsUsed)\//.test(key.sk)

/** What goes from a merged student to the survivor is what it was, under another key. */
const isMoved = ({ key, after }: ItemChange, changes: readonly ItemChange[]): boolean =>
  changes.some((other) => !other.after && other.before?.entity === after?.entity && other.key.sk === key.sk)

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
    watch(_, changes) {
      const silent = changes.some(({ after }) => after?.entity === 'outbox')
        ? undefined
        : changes.find(
            (change) =>
              !change.before &&
              told.has(change.after?.entity ?? '') &&
              !changesNothing(change) &&
              !isMoved(change, changes),
          )
      witness.expect(!silent, 'a committed change has its event', silent?.key)
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
