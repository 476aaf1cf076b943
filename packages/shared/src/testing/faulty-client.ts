import {
  type DynamoDBClient,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb'
import type { Asked, Fault, FaultPlan } from './fault-plan.ts'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function askedBy(input: unknown): Asked {
  if (!isRecord(input)) return 'read'
  if ('TransactItems' in input || 'Item' in input) return 'write'
  return input.IndexName ? 'index' : 'read'
}

/** The place of the write that the rival was at: the last one. */
function conflictOf(input: unknown): Error {
  const writes = isRecord(input) && Array.isArray(input.TransactItems) ? input.TransactItems : []
  return new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: writes.map((_, at) => ({ Code: at === writes.length - 1 ? 'TransactionConflict' : 'None' })),
  })
}

function refusal(fault: Fault, input: unknown): Error | undefined {
  switch (fault) {
    case 'conflict':
      return conflictOf(input)
    case 'inProgress':
      return new TransactionInProgressException({ message: 'in progress', $metadata: {} })
    case 'throttle':
      return new ProvisionedThroughputExceededException({ message: 'throttled', $metadata: {} })
    case 'lostAnswer':
    case 'staleIndex':
      return undefined
  }
}

const timeout = (): Error => Object.assign(new Error('socket timed out'), { name: 'TimeoutError' })

/**
 * Makes a client meet the plan's faults, one look at the plan for each request that would go over the wire: the SDK's
 * own repetitions meet them too. Faults come as the SDK's exceptions.
 */
export function injectFaults(client: DynamoDBClient, plan: FaultPlan): void {
  const answered = new Map<string, object>()
  client.middlewareStack.add(
    (next) => async (args) => {
      const { input } = args
      const fault = plan.next(askedBy(input))
      const refused = fault && refusal(fault, input)
      if (refused) throw refused
      const asked = JSON.stringify(input)
      const earlier = answered.get(asked) ?? { Items: [] }
      const result = await next(args)
      if (fault === 'lostAnswer') throw timeout()
      if (fault === 'staleIndex') return { ...result, output: { $metadata: {}, ...earlier } }
      if (askedBy(input) === 'index') answered.set(asked, result.output)
      return result
    },
    // Within the SDK's own repetitions, which have a high priority in this step.
    { name: 'faults', step: 'finalizeRequest', priority: 'low' },
  )
}
