import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { MemoryTable } from '@tutelage/shared/data/memory-table.ts'
import type { Item, ItemValue } from '@tutelage/shared/data/table.ts'
import type { StreamRecord } from '@tutelage/shared/lambda/relay-handler.ts'
import type { BatchResponse } from '@tutelage/shared/lambda/sqs-batch.ts'

function imageOf(value: ItemValue | undefined): AttributeValue {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (value === null || value === undefined) return { NULL: true }
  if (isList(value)) return { L: value.map(imageOf) }
  return { M: membersOf(value) }
}

const isList = (value: object): value is readonly ItemValue[] => Array.isArray(value)

const membersOf = (item: Readonly<Record<string, ItemValue | undefined>>): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, member]) => (member === undefined ? [] : [[name, imageOf(member)]])),
  )

/** The stream of a table's new outbox items, in the order of commits; what failed comes again, with all that follows it. */
export class Stream {
  readonly #items: { readonly sequenceNumber: string; readonly item: Item }[] = []
  #count = 0

  constructor(table: MemoryTable) {
    table.onCommit((changes) => {
      for (const { before, after } of changes) {
        if (before || after?.entity !== 'outbox') continue
        this.#count += 1
        this.#items.push({ sequenceNumber: String(this.#count), item: after })
      }
    })
  }

  get size(): number {
    return this.#items.length
  }

  /** @param consume throws when the function crashed: the whole batch comes again */
  async deliver(most: number, consume: (records: readonly StreamRecord[]) => Promise<BatchResponse>): Promise<void> {
    const batch = this.#items.slice(0, most)
    if (batch.length === 0) return
    const records = batch.map(({ sequenceNumber, item }) => ({
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: sequenceNumber, NewImage: membersOf(item) },
    }))
    const first = (await consume(records)).batchItemFailures[0]?.itemIdentifier
    const done = first === undefined ? batch.length : batch.findIndex(({ sequenceNumber }) => sequenceNumber === first)
    this.#items.splice(0, done)
  }

  /** The stream gives up on what it tried too often: the sweeper has it then. */
  forget(most: number): void {
    this.#items.splice(0, most)
  }
}
