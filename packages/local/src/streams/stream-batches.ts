import type { BatchFailures } from '../functions/batch-response.ts'
import type { StreamRecord } from './stream-shards.ts'

export interface BatchRules {
  /** Tries after the first; undefined means as long as it takes. */
  readonly retries: number | undefined
  readonly bisect: boolean
  readonly maxAgeMs: number | undefined
}

export interface BatchParts {
  readonly invoke: (records: readonly StreamRecord[]) => Promise<BatchFailures>
  /** Everything up to and including this record is done with. */
  readonly checkpoint: (record: StreamRecord) => void
  readonly giveUp: (records: readonly StreamRecord[], attempts: number, reason: GiveUpReason) => void
  readonly pause: (ms: number) => Promise<void>
  readonly ageMsOf: (record: StreamRecord) => number
}

export type GiveUpReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded'

interface Part {
  readonly records: readonly StreamRecord[]
  readonly attempts: number
}

const firstPauseMs = 100
const longestPauseMs = 5_000

/**
 * Brings one batch of a shard to its end, in order, as Lambda documents for streams: what is reported as failed is tried
 * again from its lowest sequence number on; an error tries the whole batch again, or its halves; when the tries are used
 * up or a record is too old, the rest goes to the on-failure destination and the shard moves on.
 */
export async function workOnBatch(
  records: readonly StreamRecord[],
  rules: BatchRules,
  parts: BatchParts,
): Promise<void> {
  const pending: Part[] = [{ records, attempts: 0 }]
  for (let part = pending.shift(); part; part = pending.shift()) {
    pending.unshift(...(await tryPart(part, rules, parts)))
  }
}

/** @returns what is still to be done of this part */
async function tryPart(part: Part, rules: BatchRules, parts: BatchParts): Promise<readonly Part[]> {
  const { records } = part
  const last = records.at(-1)
  const oldest = records[0]
  if (!last || !oldest) return []
  if (rules.maxAgeMs !== undefined && parts.ageMsOf(oldest) > rules.maxAgeMs)
    return giveUp(part, 'RecordAgeExceeded', parts)
  const failures = await parts.invoke(records)
  const from = failures === 'all' ? 0 : records.findIndex((record) => failures.has(record.sequence))
  if (from < 0) {
    parts.checkpoint(last)
    return []
  }
  const done = records[from - 1]
  if (done) parts.checkpoint(done)
  const attempts = done ? 1 : part.attempts + 1
  const rest = { records: records.slice(from), attempts }
  if (rules.retries !== undefined && attempts > rules.retries) return giveUp(rest, 'RetryAttemptsExhausted', parts)
  await parts.pause(Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1)))
  if (!rules.bisect || failures !== 'all' || rest.records.length < 2) return [rest]
  const middle = Math.ceil(rest.records.length / 2)
  return [
    { records: rest.records.slice(0, middle), attempts },
    { records: rest.records.slice(middle), attempts },
  ]
}

function giveUp({ records, attempts }: Part, reason: GiveUpReason, parts: BatchParts): readonly Part[] {
  parts.giveUp(records, attempts, reason)
  const last = records.at(-1)
  if (last) parts.checkpoint(last)
  return []
}
