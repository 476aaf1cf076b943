import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'

const units = z.object({ CapacityUnits: z.number() })
const consumed = z.object({
  Table: units,
  GlobalSecondaryIndexes: z.record(z.string(), units).default({}),
})
const answer = z.object({ ConsumedCapacity: z.union([consumed, z.array(consumed)]) })

/** What the requests of a while took, as the server answered it. */
export interface Consumed {
  readonly units: { readonly table: number; readonly lookup: number; readonly due: number }
  readonly requests: number
  /** A request failed, and says nothing of what it took. */
  readonly failed: boolean
}

interface Tally {
  table: number
  lookup: number
  due: number
  requests: number
  failed: boolean
}

const none = (): Tally => ({ table: 0, lookup: 0, due: 0, requests: 0, failed: false })

function count(tally: Tally, output: unknown): void {
  const { ConsumedCapacity } = answer.parse(output)
  for (const one of Array.isArray(ConsumedCapacity) ? ConsumedCapacity : [ConsumedCapacity]) {
    tally.table += one.Table.CapacityUnits
    tally.lookup += one.GlobalSecondaryIndexes.lookup?.CapacityUnits ?? 0
    tally.due += one.GlobalSecondaryIndexes.due?.CapacityUnits ?? 0
    tally.requests += 1
  }
}

/** Asks with each request what it takes of the table and its indexes, and adds that up. */
export function listenToCapacity(client: DynamoDBClient) {
  let tally = none()
  client.middlewareStack.add(
    (next) => async (args) => {
      const asking = { ...args, input: { ...args.input, ReturnConsumedCapacity: 'INDEXES' as const } }
      try {
        const done = await next(asking)
        count(tally, done.output)
        return done
      } catch (error) {
        tally.failed = true
        throw error
      }
    },
    { step: 'initialize', name: 'listenToCapacity', override: true },
  )
  return {
    async during(work: () => Promise<unknown>): Promise<Consumed> {
      tally = none()
      await work()
      const { requests, failed, ...all } = tally
      return { units: all, requests, failed }
    },
  }
}
