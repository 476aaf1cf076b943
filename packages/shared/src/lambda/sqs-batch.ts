/** An SQS event as far as we read it. */
export interface QueueEvent {
  readonly Records: readonly QueueRecord[]
}

export interface QueueRecord {
  readonly messageId: string
  readonly body: string
}

/** Tells the queue which messages to deliver again. */
export interface BatchResponse {
  readonly batchItemFailures: { itemIdentifier: string }[]
}

/**
 * Does something for each item, at most `limit` at a time, and waits for all of them.
 * @param run must not throw
 */
export async function eachBounded<Item>(
  items: readonly Item[],
  limit: number,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values()
  const worker = async (): Promise<void> => {
    for (const item of rest) await run(item)
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
}

/**
 * Handles the messages of a batch, each on its own: what one throws makes only that one come again.
 * @param handle deals with one message
 * @param onFailure is told what was thrown
 */
export async function handleBatch(
  { Records }: QueueEvent,
  handle: (record: QueueRecord) => Promise<void>,
  onFailure: (record: QueueRecord, error: unknown) => void,
): Promise<BatchResponse> {
  const failed = new Set<string>()
  await eachBounded(Records, 5, async (record) => {
    try {
      await handle(record)
    } catch (error) {
      failed.add(record.messageId)
      onFailure(record, error)
    }
  })
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) }
}
