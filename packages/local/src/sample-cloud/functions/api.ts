import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'

const table = new DynamoDBClient({})
const mail = new SESClient({})
const TableName = process.env.TABLE_NAME ?? ''
const answer = (statusCode: number, body: unknown): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

async function place(id: string, kind: string): Promise<APIGatewayProxyStructuredResultV2> {
  const item = { pk: { S: `order#${id}` }, sk: { S: 'order' }, kind: { S: 'order' } }
  const outbox = {
    pk: { S: `outbox#${id}` },
    sk: { S: 'outbox' },
    kind: { S: 'outbox' },
    order: { S: id },
    type: { S: kind },
  }
  await table.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' } },
        { Put: { TableName, Item: outbox } },
      ],
    }),
  )
  return answer(201, { id })
}

async function read(id: string): Promise<APIGatewayProxyStructuredResultV2> {
  const Key = { pk: { S: `order#${id}` }, sk: { S: 'order' } }
  const { Item } = await table.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))
  return Item ? answer(200, { id, handled: Number(Item.handled?.N ?? 0) }) : answer(404, { message: 'no such order' })
}

async function write(to: string): Promise<APIGatewayProxyStructuredResultV2> {
  const Body = { Text: { Data: '您好' }, Html: { Data: '<p>您好</p>' } }
  const Message = { Subject: { Data: '欢迎' }, Body }
  await mail.send(new SendEmailCommand({ Source: 'school@example.com', Destination: { ToAddresses: [to] }, Message }))
  return answer(202, {})
}

/** Orders over HTTP; `/orders/public/echo` gives back what the function was given. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const body = event.body && !event.isBase64Encoded ? JSON.parse(event.body) : {}
  if (event.routeKey === 'POST /orders/items') return place(body.id, body.type ?? 'OrderPlaced')
  if (event.routeKey === 'GET /orders/items/{id}') return read(event.pathParameters?.id ?? '')
  if (event.pathParameters?.proxy === 'mail') return write(body.to)
  return { ...answer(200, { event, now: Date.now() }), cookies: ['a=1; Path=/', 'b=2'] }
}
