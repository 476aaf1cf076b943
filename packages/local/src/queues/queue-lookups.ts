import { z } from 'zod'
import { localQueueUrl } from '../assembly/sqs-kinds.ts'
import { type AwsCall, type AwsOperations, parseInput } from '../endpoint/aws-call.ts'
import { AwsError } from '../endpoint/aws-error.ts'
import type { Queue, QueueHub } from './queue-hub.ts'

const ofQueue = z.object({ QueueUrl: z.string() })

/** @throws AwsError when there is no such queue, or the caller may not do this to it */
export function allowedQueue(hub: QueueHub, url: string, action: string, call: AwsCall): Queue {
  const queue = hub.find(url)
  if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.')
  call.authorize({ action: `sqs:${action}`, resource: queue.arn })
  return queue
}

/** Looking at queues, and emptying one. */
export function queueLookups(hub: QueueHub, awsUrl: string): AwsOperations {
  return {
    GetQueueUrl: (input, call) => {
      const { QueueName } = parseInput(z.object({ QueueName: z.string() }), input)
      return { QueueUrl: localQueueUrl(awsUrl, allowedQueue(hub, QueueName, 'GetQueueUrl', call).name) }
    },
    GetQueueAttributes: (input, call) => {
      const { QueueUrl, AttributeNames = [] } = parseInput(
        ofQueue.extend({ AttributeNames: z.array(z.string()).optional() }),
        input,
      )
      const all = queueAttributes(hub, allowedQueue(hub, QueueUrl, 'GetQueueAttributes', call))
      const wanted = Object.entries(all).filter(
        ([name]) => AttributeNames.includes('All') || AttributeNames.includes(name),
      )
      return { Attributes: Object.fromEntries(wanted) }
    },
    ListQueues: (input, call) => {
      call.authorize({ action: 'sqs:ListQueues', resource: '*' })
      const { QueueNamePrefix = '' } = parseInput(z.object({ QueueNamePrefix: z.string().optional() }), input)
      const names = hub.list().filter(({ arn, name }) => arn.startsWith('arn:') && name.startsWith(QueueNamePrefix))
      return { QueueUrls: names.map(({ name }) => localQueueUrl(awsUrl, name)) }
    },
    PurgeQueue: (input, call) => {
      const queue = allowedQueue(hub, parseInput(ofQueue, input).QueueUrl, 'PurgeQueue', call)
      hub.messages.purge(queue.name)
    },
  }
}

function queueAttributes(hub: QueueHub, queue: Queue): Record<string, string> {
  const { visible, inFlight, delayed } = hub.depth(queue)
  const deadLetter = queue.deadLetter && hub.find(queue.deadLetter.queue)
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: `${visible}`,
    ApproximateNumberOfMessagesNotVisible: `${inFlight}`,
    ApproximateNumberOfMessagesDelayed: `${delayed}`,
    VisibilityTimeout: `${queue.visibilityMs / 1000}`,
    DelaySeconds: `${queue.delayMs / 1000}`,
    ReceiveMessageWaitTimeSeconds: `${queue.waitMs / 1000}`,
    MaximumMessageSize: `${queue.maxBytes}`,
    MessageRetentionPeriod: `${queue.retentionSeconds}`,
    ...(deadLetter && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: deadLetter.arn,
        maxReceiveCount: queue.deadLetter?.maxReceives,
      }),
    }),
  }
}
