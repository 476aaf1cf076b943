import {
  DynamoDBServiceException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import type { TransactOutcome, WriteFailure } from './table.ts'
import { TableUnavailable } from './table-failures.ts'

/** Refusals that say nothing against the request itself. */
const busy = [
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'LimitExceededException',
  // Our own earlier request under this token is still running: not a rival, and not known to fail.
  'TransactionInProgressException',
]

const isDefect = (error: unknown): boolean =>
  !(error instanceof Error) ||
  error instanceof RangeError ||
  error instanceof TypeError ||
  (error instanceof DynamoDBServiceException && error.$fault === 'client' && !busy.includes(error.name))

/**
 * What a failed call means once the SDK has given up.
 * @returns the error itself for a defect (a malformed request, a missing permission), else `TableUnavailable` with the cause
 */
export const failureOfCall = (error: unknown): unknown =>
  isDefect(error) ? error : new TableUnavailable('the table did not answer', { cause: error })

const reasons: Readonly<Record<string, WriteFailure['reason']>> = {
  ConditionalCheckFailed: 'condition',
  TransactionConflict: 'conflict',
}

/**
 * What a refused transaction says.
 * @throws what the error means when it is no answer: throttling, an outage, a defect
 */
export function outcomeOfFailure(error: unknown): TransactOutcome {
  if (error instanceof TransactionConflictException)
    return { done: false, failures: [{ index: 0, reason: 'conflict' }] }
  if (!(error instanceof TransactionCanceledException)) throw failureOfCall(error)
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None')
  const others = codes.filter((code) => code !== 'None' && !reasons[code])
  if (others.includes('ValidationError')) throw new RangeError('a write does not fit its item', { cause: error })
  const failures = codes.flatMap((code, index) => {
    const reason = reasons[code]
    return reason ? [{ index, reason }] : []
  })
  if (others.length > 0 || failures.length === 0) throw new TableUnavailable(`cancelled: ${others}`, { cause: error })
  return { done: false, failures }
}
