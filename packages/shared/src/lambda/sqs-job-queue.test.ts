import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { expect, test } from 'vitest'
import { sampleCampus } from '../testing/sample-campus.ts'
import { jobMessageSchema } from './job-queue.ts'
import { sqsJobQueue } from './sqs-job-queue.ts'

const { campusId } = sampleCampus()
const messages = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ kind: 'dailyCampus' as const, job: `job-${at}`, campusId }))

function setUp() {
  const sqs = mockClient(SQSClient)
  const client = new SQSClient({ region: 'eu-central-1' })
  return { sqs, queue: sqsJobQueue('https://sqs.test/jobs', client) }
}

test('messages go out ten at a time and are read again as they were', async () => {
  const { sqs, queue } = setUp()
  sqs.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({ Successful: Entries, Failed: [] }))
  await queue.send(messages(23), { delaySeconds: 90 })
  const entries = sqs.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input.Entries ?? [])
  expect(entries.map(({ length }) => length)).toEqual([10, 10, 3])
  expect(entries.flat().every(({ DelaySeconds }) => DelaySeconds === 90)).toBe(true)
  const sent = entries.flat().map(({ MessageBody }) => jobMessageSchema().parse(JSON.parse(MessageBody ?? '')))
  expect(sent).toEqual(messages(23))
})

test('a message that was not taken is no success', async () => {
  const { sqs, queue } = setUp()
  sqs.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({ Successful: Entries.slice(1), Failed: [] }))
  await expect(queue.send(messages(3))).rejects.toThrow('did not take every message')
})

test('nothing to send is no call', async () => {
  const { sqs, queue } = setUp()
  await queue.send([])
  expect(sqs.calls()).toHaveLength(0)
})
