import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import middy from '@middy/core'
import { type OutboxItem, outboxItemFromImage } from '../data/outbox.ts'
import { type RelayPorts, relay } from '../data/relay.ts'
import { sweep } from '../data/sweep.ts'
import { type Meter, noMeter } from './meter.ts'
import type { BatchResponse } from './sqs-batch.ts'

/** What publishing runs on, and where it counts. */
export interface PublishingPorts extends RelayPorts {
  readonly meter?: Meter
}

/** A batch of a table's stream as far as we read it. */
export interface StreamEvent {
  readonly Records: readonly StreamRecord[]
}

export interface StreamRecord {
  readonly eventName?: string
  readonly dynamodb?: { readonly SequenceNumber?: string; readonly NewImage?: Record<string, AttributeValue> }
}

interface Numbered {
  readonly sequenceNumber: string
  readonly item: OutboxItem
}

/** The new outbox items of a batch. One that cannot be read would hold up its shard for ever: it is logged and left out. */
function outboxItems({ log }: PublishingPorts, { Records }: StreamEvent): readonly Numbered[] {
  return Records.flatMap(({ eventName, dynamodb }) => {
    const { SequenceNumber: sequenceNumber, NewImage: image } = dynamodb ?? {}
    if (eventName !== 'INSERT' || sequenceNumber === undefined || !image) return []
    try {
      const item = outboxItemFromImage(image)
      return item ? [{ sequenceNumber, item }] : []
    } catch (error) {
      log.error('outbox item not readable', { error })
      return []
    }
  })
}

/**
 * Publishes what a service committed, from its table's stream of outbox items. When something could not be published
 * the stream goes on from the first such record.
 */
export function relayHandler(ports: PublishingPorts) {
  const { meter = noMeter } = ports
  const publish = async (event: StreamEvent): Promise<BatchResponse> => {
    const items = outboxItems(ports, event)
    const { sent, failed } = await relay(
      ports,
      items.map(({ item }) => item),
    )
    meter.count('RelayPublished', sent)
    meter.count('RelayFailed', failed.length)
    const lost = new Set(failed.map(({ pk }) => pk))
    const first = items.find(({ item }) => lost.has(item.key.pk))
    return { batchItemFailures: first ? [{ itemIdentifier: first.sequenceNumber }] : [] }
  }
  return middy<StreamEvent, BatchResponse>(publish).after(() => meter.flush())
}

/** Each minute: publishes what the relay left behind, whatever the event says. */
export function sweepHandler(ports: PublishingPorts) {
  const { meter = noMeter } = ports
  const publish = async (): Promise<void> => {
    const { sent, failed } = await sweep(ports)
    meter.count('RelayPublished', sent)
    meter.count('RelayFailed', failed)
  }
  return middy<unknown, void>(publish).after(() => meter.flush())
}
