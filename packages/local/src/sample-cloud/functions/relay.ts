import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'

const bus = new EventBridgeClient({})

/** Publishes what the outbox holds; reports from the first entry on that the bus refused. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const Entries = Records.map(({ dynamodb }) => ({
    EventBusName: process.env.BUS_NAME,
    Source: 'orders',
    DetailType: dynamodb?.NewImage?.type?.S,
    Detail: JSON.stringify({ id: dynamodb?.NewImage?.order?.S }),
  }))
  const answer = await bus.send(new PutEventsCommand({ Entries }))
  const failed = answer.Entries?.findIndex(({ ErrorCode }) => ErrorCode) ?? -1
  const sequence = Records[failed]?.dynamodb?.SequenceNumber
  return { batchItemFailures: sequence ? [{ itemIdentifier: sequence }] : [] }
}
