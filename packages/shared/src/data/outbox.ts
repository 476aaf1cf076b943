import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import { whenAsked } from '../contracts/deferred.ts'
import type { DomainEvent } from '../contracts/define-event.ts'
import { addMs, dayMs, epochMs, type Instant, instant } from '../kernel/instant.ts'
import type { BusEntry } from './event-bus.ts'
import { entryBytes, entryBytesMax } from './event-bus.ts'
import { itemFrom } from './item-rules.ts'
import { shardOf } from './shard.ts'
import type { Item, ItemKey, Write } from './table.ts'

/** How many partitions of the `due` index hold what is not yet published. */
export const unsentShards = 8
const keyPrefix = 'CH#OUTBOX#'
const sentLifeMs = 7 * dayMs

/** The events of one commit, waiting to be published or published. */
export interface OutboxItem {
  readonly key: ItemKey
  readonly recordedAt: Instant
  readonly entries: readonly BusEntry[]
  readonly status: 'unsent' | 'sent'
}

const moment = whenAsked(() => z.pipe(z.iso.datetime(), z.transform(instant)))

const attributes = whenAsked(() =>
  z.object({
    entity: z.literal('outbox'),
    pk: z.string(),
    sk: z.string(),
    recordedAt: moment(),
    status: z.enum(['unsent', 'sent']),
    entries: z.array(z.object({ source: z.string(), detailType: z.string(), detail: z.string(), at: moment() })),
  }),
)

/** The id of the first event of an outbox item, by which operators find it. */
export const firstEventId = ({ pk }: ItemKey): string => pk.slice(keyPrefix.length)

/** The partition of the `due` index in which a shard's unsent items stand, oldest first. */
export const unsentPartition = (shard: number): string => `CH#UNSENT#${shard}`

/** The bound below which a sort key of an unsent item is older than the moment. */
export const unsentBefore = (moment: Instant): { readonly from: string; readonly to: string } => ({
  from: '0',
  to: moment,
})

function entryOf(event: DomainEvent): BusEntry {
  const { meta, data } = event
  const detail = JSON.stringify({ meta, data })
  const entry = { source: event.source, detailType: event.name, detail, at: meta.recordedAt }
  // Refused at the commit: once in the outbox it could never be published.
  if (entryBytes(entry) > entryBytesMax) throw new Error(`${event.name} is larger than the bus takes`)
  return entry
}

const stored = ({ key, recordedAt, status, entries }: OutboxItem, version: number) => ({
  ...key,
  entity: 'outbox',
  version,
  recordedAt,
  status,
  entries: entries.map((entry) => ({ ...entry })),
})

/**
 * The one item that carries all events of a commit. Its key is the first event's id, so that two commits which would
 * tell the same change of the same aggregate never both happen.
 * @param events at least one
 */
export function outboxWrite(events: readonly DomainEvent[], recordedAt: Instant): Write {
  const id = events[0]?.meta.eventId
  if (!id) throw new Error('an outbox item has events')
  const key = { pk: `${keyPrefix}${id}`, sk: 'OUTBOX' }
  const item = stored({ key, recordedAt, status: 'unsent', entries: events.map(entryOf) }, 1)
  const due = { duePk: unsentPartition(shardOf(id, unsentShards)), dueSk: `${recordedAt}#${id}` }
  return { op: 'put', item: { ...item, ...due }, when: 'absent' }
}

/** Takes an item out of the unsent ones; the same whoever does it, so it needs no condition. */
export function sentWrite(item: OutboxItem, now: Instant): Write {
  const expiresAt = Math.ceil(epochMs(addMs(now, sentLifeMs)) / 1000)
  return { op: 'put', item: { ...stored({ ...item, status: 'sent' }, 2), expiresAt }, when: 'always' }
}

/** @returns the item as the outbox's, or undefined when it is some other item */
export function outboxItemOf(item: Item): OutboxItem | undefined {
  if (item.entity !== 'outbox') return undefined
  const { pk, sk, recordedAt, status, entries } = attributes().parse(item)
  return { key: { pk, sk }, recordedAt, status, entries }
}

/** The same from the marshalled image of a stream record. */
export const outboxItemFromImage = (image: Record<string, AttributeValue>): OutboxItem | undefined =>
  outboxItemOf(itemFrom(unmarshall(image)))

/** The stream records that a relay needs to see: new outbox items only, as a filter of an event source mapping. */
export const outboxStreamFilter = {
  eventName: ['INSERT'],
  dynamodb: { NewImage: { entity: { S: ['outbox'] } } },
} as const
