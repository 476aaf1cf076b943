import { z } from 'zod'
import type { InvocationResult } from './function-worker.ts'

const response = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullish()

/** Which items of a batch failed: all of them, or those. */
export type BatchFailures = 'all' | ReadonlySet<string>

/**
 * Reads a function's answer to a batch, as Lambda documents it: an error fails all; with ReportBatchItemFailures no answer,
 * null, an empty answer or an empty or null list is success; a list with an empty, missing or unknown identifier fails
 * all, and so does an answer that is no object.
 * @param ids identifiers of the batch's items
 */
export function batchFailures(result: InvocationResult, ids: readonly string[], reporting: boolean): BatchFailures {
  if (result.status === 'failed') return 'all'
  if (!reporting) return new Set()
  const parsed = response.safeParse(JSON.parse(result.payload))
  if (!parsed.success) return 'all'
  const failed = (parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier)
  return failed.every((id) => ids.includes(id)) ? new Set(failed) : 'all'
}
