import { expect, test } from 'vitest'
import { QueryParameters } from '../endpoint/query-protocol.ts'
import { queueQueryService } from './queue-query-service.ts'

/** What the JSON operation is given for a form, and the XML that its answer becomes. */
async function ask(operation: string, form: string, answer: unknown = {}) {
  const given: unknown[] = []
  const run = (input: unknown): unknown => {
    given.push(input)
    return answer
  }
  const service = queueQueryService({ [operation]: run })
  const call = { caller: { kind: 'operator' }, authorize: () => {} } as const
  const xml = await service.operations[operation]?.(new QueryParameters(form), call)
  return { given: given[0], xml }
}

test('a message with attributes', async () => {
  const form =
    'QueueUrl=http%3A%2F%2Fq&MessageBody=hi&DelaySeconds=5&MessageAttribute.1.Name=a&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=b'
  const MessageAttributes = { a: { DataType: 'String', StringValue: 'b' } }
  const { given, xml } = await ask('SendMessage', form, { MessageId: 'm', MD5OfMessageBody: 'd' })
  expect(given).toEqual({ QueueUrl: 'http://q', MessageBody: 'hi', DelaySeconds: 5, MessageAttributes })
  expect(xml).toBe('<MessageId>m</MessageId><MD5OfMessageBody>d</MD5OfMessageBody>')
})

test('a batch', async () => {
  const form = 'QueueUrl=q&DeleteMessageBatchRequestEntry.1.Id=x&DeleteMessageBatchRequestEntry.1.ReceiptHandle=r'
  expect((await ask('DeleteMessageBatch', form)).given).toEqual({
    QueueUrl: 'q',
    Entries: [{ Id: 'x', ReceiptHandle: 'r' }],
  })
})

test('messages and attributes come as repeated elements', async () => {
  const { xml } = await ask('ReceiveMessage', 'QueueUrl=q', {
    Messages: [{ Body: '<a>', Attributes: { Sent: '1' } }, { Body: 'b' }],
  })
  expect(xml).toBe(
    '<Message><Body>&#60;a&#62;</Body><Attribute><Name>Sent</Name><Value>1</Value></Attribute></Message><Message><Body>b</Body></Message>',
  )
})
