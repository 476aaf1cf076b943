import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { JobMessage, JobQueue } from './job-queue.ts'

/** What SQS takes in one call. */
const batchMax = 10

/** A service's jobs queue on SQS. */
export function sqsJobQueue(queueUrl: string, client = new SQSClient()): JobQueue {
  const sendBatch = async (messages: readonly JobMessage[], delaySeconds: number): Promise<void> => {
    const Entries = messages.map((message, at) => ({
      Id: String(at),
      MessageBody: JSON.stringify(message),
      DelaySeconds: delaySeconds,
    }))
    const { Successful = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
    if (Successful.length < messages.length) throw new Error('the jobs queue did not take every message')
  }
  return {
    async send(messages, { delaySeconds = 0 } = {}) {
      for (let at = 0; at < messages.length; at += batchMax) {
        await sendBatch(messages.slice(at, at + batchMax), delaySeconds)
      }
    },
  }
}
