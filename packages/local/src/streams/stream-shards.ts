import { z } from 'zod'
import { type DynamoDbClient, DynamoDbError } from '../dynamodb/dynamodb-client.ts'

const target = (operation: string): string => `DynamoDBStreams_20120810.${operation}`
const streamDescription = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string(), ParentShardId: z.string().optional() })).default([]),
    LastEvaluatedShardId: z.string().optional(),
  }),
})
const iterator = z.object({ ShardIterator: z.string() })
const record = z.looseObject({
  eventName: z.string(),
  dynamodb: z.looseObject({ SequenceNumber: z.string(), ApproximateCreationDateTime: z.number().optional() }),
})
const records = z.object({ Records: z.array(record), NextShardIterator: z.string().nullish() })

/** A record of a stream, as DynamoDB Local gives it. */
export interface StreamRecord {
  readonly sequence: string
  readonly createdMs: number
  readonly content: z.infer<typeof record>
}

export interface Shard {
  readonly id: string
  readonly parent: string | undefined
}

/** All shards of a stream, parents before their children. */
export async function shardsOf(client: DynamoDbClient, streamArn: string): Promise<readonly Shard[]> {
  const shards: Shard[] = []
  let after: string | undefined
  do {
    const input = { StreamArn: streamArn, ...(after && { ExclusiveStartShardId: after }) }
    const { StreamDescription } = await client.call(target('DescribeStream'), input, streamDescription)
    shards.push(
      ...StreamDescription.Shards.map(({ ShardId, ParentShardId }) => ({ id: ShardId, parent: ParentShardId })),
    )
    after = StreamDescription.LastEvaluatedShardId
  } while (after)
  return shards.sort((a, b) => (a.parent === b.id ? 1 : b.parent === a.id ? -1 : a.id < b.id ? -1 : 1))
}

/** Where to go on reading: after a sequence number, or from the oldest record kept. */
export async function shardIterator(
  client: DynamoDbClient,
  streamArn: string,
  shard: string,
  after: string | undefined,
): Promise<string> {
  const from = after
    ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }
    : { ShardIteratorType: 'TRIM_HORIZON' }
  const read = async (start: object) =>
    (await client.call(target('GetShardIterator'), { StreamArn: streamArn, ShardId: shard, ...start }, iterator))
      .ShardIterator
  try {
    return await read(from)
  } catch (error) {
    // The checkpoint is older than the day that a stream keeps: go on with what is left.
    if (isTrimmed(error)) return read({ ShardIteratorType: 'TRIM_HORIZON' })
    throw error
  }
}

/** @returns the next records and the iterator after them, none at the end of a closed shard; or that the iterator is too old */
export async function readShard(client: DynamoDbClient, shardIterator: string, limit: number) {
  const input = { ShardIterator: shardIterator, Limit: limit }
  const answer = await client.call(target('GetRecords'), input, records).catch((error: unknown) => {
    if (isTrimmed(error)) return 'trimmed' as const
    throw error
  })
  if (answer === 'trimmed') return answer
  const read: StreamRecord[] = answer.Records.map((content) => ({
    sequence: content.dynamodb.SequenceNumber,
    createdMs: (content.dynamodb.ApproximateCreationDateTime ?? 0) * 1000,
    content,
  }))
  return { records: read, next: answer.NextShardIterator ?? undefined }
}

const isTrimmed = (error: unknown): boolean =>
  error instanceof DynamoDbError && error.type === 'TrimmedDataAccessException'
