import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { ReceiveMessageCommand, SendMessageCommand, SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LocalCloud, startLocalCloud } from './local-cloud.ts'
import { type SampleClient, sampleClient } from './sample-cloud/sample-client.ts'
import { synthSample } from './sample-cloud/synth-sample.ts'

const dir = mkdtempSync(join(tmpdir(), 'tutelage-cloud-'))
const warnings: string[] = []
let cloud: LocalCloud
let client: SampleClient
let operator: {
  readonly region: string
  readonly endpoint: string
  readonly credentials: { accessKeyId: string; secretAccessKey: string }
}

beforeAll(async () => {
  const options = { assemblyDir: synthSample(dir), dataDir: join(dir, 'data'), calm: true }
  cloud = await startLocalCloud({ ...options, warn: (text) => warnings.push(text) })
  client = sampleClient(cloud)
  operator = { region: 'us-east-1', endpoint: cloud.awsUrl, credentials: { accessKeyId: 'me', secretAccessKey: 'any' } }
})
afterAll(async () => {
  await cloud.stop()
  rmSync(dir, { recursive: true, force: true })
})

const order = async (id: string) => client.call('GET', `/orders/items/${id}`, { token: await client.token() })

test('an order goes from the API through table, stream, relay, bus and queue to its consumer', async () => {
  expect(
    await client.call('POST', '/orders/items', { body: { id: 'first' }, token: await client.token() }),
  ).toMatchObject({ status: 201 })
  await cloud.idle()
  expect(await order('first')).toMatchObject({ status: 200, body: { handled: 1 } })
  expect(warnings).toEqual([])
})

describe('the gateway', () => {
  test('without a token, with an old or a foreign one: 401', async () => {
    const refused = { status: 401, body: { message: 'Unauthorized' } }
    expect(await client.call('GET', '/orders/items/x')).toMatchObject(refused)
    expect(await client.call('GET', '/orders/items/x', { token: await client.token('consultant', -60) })).toMatchObject(
      refused,
    )
    expect(await client.call('GET', '/orders/items/x', { token: `${await client.token()}x` })).toMatchObject(refused)
  })

  test('a token expires when the clock is wound past its end', async () => {
    const token = await client.token('consultant', 3_600)
    expect(await client.call('GET', '/orders/items/x', { token })).toMatchObject({ status: 404 })
    cloud.advance(3_601_000)
    expect(await client.call('GET', '/orders/items/x', { token })).toMatchObject({ status: 401 })
  })

  test('the function sees payload 2.0 with claims of an authorized route', async () => {
    const path = '/orders/public/a%20b?x=1&x=2&y=%26'
    const { body, headers } = await client.call('PUT', path, {
      body: { name: '王芳' },
      headers: { cookie: 'c=1; d=2', 'x-own': 'v' },
    })
    expect(body).toMatchObject({
      event: {
        version: '2.0',
        routeKey: 'ANY /orders/public/{proxy+}',
        rawPath: '/orders/public/a%20b',
        pathParameters: { proxy: 'a b' },
        queryStringParameters: { x: '1,2', y: '&' },
        cookies: ['c=1', 'd=2'],
        headers: { 'x-own': 'v', 'x-forwarded-proto': 'https' },
        body: '{"name":"王芳"}',
        isBase64Encoded: false,
        requestContext: { http: { method: 'PUT' }, stage: '$default' },
      },
    })
    expect(headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2'])
  })

  test('a body that is no text comes in base64', async () => {
    const headers = { 'content-type': 'application/octet-stream' }
    const { body } = await client.call('POST', '/orders/public/file', { body: 'abc', headers })
    expect(body).toMatchObject({ event: { body: 'YWJj', isBase64Encoded: true } })
  })

  test('an unknown path: 404; a body over 10 MB: 413', async () => {
    expect(await client.call('GET', '/nowhere')).toMatchObject({ status: 404, body: { message: 'Not Found' } })
    const body = 'x'.repeat(10 * 1024 * 1024 + 1)
    expect(await client.call('POST', '/orders/public/x', { body })).toMatchObject({ status: 413 })
  })

  test('a function that throws: 500 and nothing of its error', async () => {
    const { status, body } = await client.call('POST', '/orders/public/x', { body: '{broken' })
    expect([status, body]).toEqual([500, { message: 'Internal Server Error' }])
  })

  test('browsers of an allowed origin get their preflight answer, others no header', async () => {
    const ask = (origin: string) =>
      client.call('OPTIONS', '/orders/items', { headers: { origin, 'access-control-request-method': 'POST' } })
    const allowed = await ask('https://console.example.com')
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://console.example.com')
    expect((await ask('https://elsewhere.example.com')).headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('the AWS endpoint for an operator', () => {
  test('tables', async () => {
    const { TableNames } = await new DynamoDBClient(operator).send(new ListTablesCommand({}))
    expect(TableNames).toEqual([expect.stringContaining('Orders-Table')])
  })

  test('PutEvents says of each entry what is wrong with it', async () => {
    const Entries = [
      { EventBusName: 'orders', Source: 'orders', DetailType: 'Nothing', Detail: '{}' },
      { EventBusName: 'orders', Source: 'orders', DetailType: 'Nothing', Detail: '{broken' },
      { EventBusName: 'orders', Source: 'aws.ec2', DetailType: 'Nothing', Detail: '{}' },
    ]
    const answer = await new EventBridgeClient(operator).send(new PutEventsCommand({ Entries }))
    expect(answer.FailedEntryCount).toBe(2)
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'NotAuthorizedForSourceException',
    ])
  })

  test('PutEvents takes ten entries and 256 KB, and no unknown bus', async () => {
    const bus = new EventBridgeClient(operator)
    const entry = { EventBusName: 'orders', Source: 'o', DetailType: 'N', Detail: '{}' }
    const put = (...Entries: (typeof entry)[]) => bus.send(new PutEventsCommand({ Entries }))
    await expect(put(...Array.from({ length: 11 }, () => entry))).rejects.toThrow('length less than or equal to 10')
    await expect(put({ ...entry, Detail: JSON.stringify({ x: 'x'.repeat(256 * 1024) }) })).rejects.toThrow(
      'over the limit',
    )
    await expect(put({ ...entry, EventBusName: 'nowhere' })).rejects.toThrow('does not exist')
  })

  test('a partner event on the partner bus reaches the queue', async () => {
    const Entries = [
      {
        EventBusName: 'SharedPartnerBus9C83B900',
        Source: 'partner.demo',
        DetailType: 'LeadCaptured',
        Detail: '{"id":"by-partner"}',
      },
    ]
    await new EventBridgeClient(operator).send(new PutEventsCommand({ Entries }))
    await cloud.idle()
    expect(await order('by-partner')).toMatchObject({ body: { handled: 1 } })
  })

  test('a poison message goes to the dead-letter queue while others are handled, and back by redrive', async () => {
    const send = (id: string) => ({
      EventBusName: 'orders',
      Source: 'orders',
      DetailType: 'OrderPlaced',
      Detail: JSON.stringify({ id }),
    })
    const Entries = ['poison', 'healthy-1', 'healthy-2'].map(send)
    await new EventBridgeClient(operator).send(new PutEventsCommand({ Entries }))
    await cloud.idle()
    expect((await client.depth('Orders-Dlq')).visible).toBe(1)
    expect(await order('healthy-2')).toMatchObject({ body: { handled: 1 } })
    const SourceArn = `arn:aws:sqs:us-east-1:000000000000:${(await deadLetterQueue()).name}`
    await new SQSClient(operator).send(new StartMessageMoveTaskCommand({ SourceArn }))
    await cloud.idle()
    expect((await client.depth('Orders-Dlq')).visible).toBe(1)
  })

  test('messages of a queue, by its URL', async () => {
    const sqs = new SQSClient(operator)
    const QueueUrl = `${cloud.awsUrl}/000000000000/${(await relayDeadLetterQueue()).name}`
    await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: '您好',
        MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } },
      }),
    )
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }))
    expect(Messages).toMatchObject([{ Body: '您好', MessageAttributes: { a: { StringValue: 'b' } } }])
    await expect(sqs.send(new ReceiveMessageCommand({ QueueUrl: `${cloud.awsUrl}/0/nowhere` }))).rejects.toThrow(
      'does not exist',
    )
  })
})

const queueNamed = async (name: string): Promise<{ readonly name: string }> => {
  const found = await client.depth(name)
  return { name: 'name' in found ? String(found.name) : '' }
}
const deadLetterQueue = () => queueNamed('Orders-Dlq')
const relayDeadLetterQueue = () => queueNamed('RelayDlq')

describe('mail', () => {
  const inbox = async () => (await fetch(`${cloud.mailUrl}/store`)).json()

  test('a mail that a function sends is in the inbox', async () => {
    expect(await client.call('POST', '/orders/public/mail', { body: { to: 'parent@example.org' } })).toMatchObject({
      status: 202,
    })
    expect(await inbox()).toMatchObject({
      emails: [
        {
          from: 'school@example.com',
          destination: { to: ['parent@example.org'] },
          subject: '欢迎',
          body: { text: '您好' },
        },
      ],
    })
    expect(await (await fetch(cloud.mailUrl)).text()).toContain('<html')
  })

  test('a raw mail is read: headers, alternatives and all recipients', async () => {
    const raw =
      'From: a@example.com\r\nTo: b@example.org, c@example.org\r\nSubject: raw\r\nList-Unsubscribe: <https://example.com/u>\r\n\r\nbody'
    await new SESClient(operator).send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(raw) } }))
    const headers = expect.arrayContaining([{ name: 'list-unsubscribe', value: '<https://example.com/u>' }])
    const mail = {
      subject: 'raw',
      destination: { to: ['b@example.org', 'c@example.org'] },
      body: { text: 'body' },
      headers,
    }
    expect(await inbox()).toMatchObject({ emails: [{ subject: '欢迎' }, mail] })
  })
})

describe('the wound clock', () => {
  test('a day forward runs the daily schedule once for that day', async () => {
    const eight = new Date(cloud.now())
    eight.setUTCHours(8, 0, 0, 0)
    if (eight.getTime() <= cloud.now()) eight.setUTCDate(eight.getUTCDate() + 1)
    const { status } = await client.call('POST', '/_local/clock', { body: { to: eight.toISOString() } })
    expect(status).toBe(200)
    await cloud.idle()
    expect(await order(`daily-${eight.toISOString().replace('.000Z', 'Z')}`)).toMatchObject({ body: { handled: 1 } })
  })

  test('it does not go back', async () => {
    expect(await client.call('POST', '/_local/clock', { body: { to: '2020-01-01T00:00:00Z' } })).toMatchObject({
      status: 409,
    })
    expect(await client.call('POST', '/_local/clock', { body: { advanceMs: -1 } })).toMatchObject({ status: 400 })
  })

  test('functions live by it', async () => {
    const { body } = await client.call('GET', '/orders/public/now')
    expect(Math.abs(Number(new Map(Object.entries(body ?? {})).get('now')) - cloud.now())).toBeLessThan(60_000)
  })
})

test('a function may do what its role allows and nothing else', async () => {
  const { body } = await client.call('GET', '/_local/permissions')
  expect(body).toMatchObject({
    accesses: expect.arrayContaining([
      expect.objectContaining({ action: 'dynamodb:PutItem', allowed: expect.any(Number), denied: 0 }),
    ]),
  })
  const stranger = new DynamoDBClient({ ...operator, credentials: { accessKeyId: 'me', secretAccessKey: 'any' } })
  await expect(stranger.send(new PutItemCommand({ TableName: 'Nowhere', Item: { pk: { S: 'x' } } }))).rejects.toThrow(
    'non-existent table',
  )
})
