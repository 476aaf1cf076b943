import { z } from 'zod'
import { accountId, arnOf, region } from './arns.ts'
import { inert, physicalName, resourceKind, stableId } from './resource-kind.ts'

const numberLike = z.coerce.number()
const fromJson = z.union([z.string().transform((text): unknown => JSON.parse(text)), z.record(z.string(), z.unknown())])

export const queueKind = resourceKind(
  'AWS::SQS::Queue',
  z.strictObject({
    QueueName: z.string().optional(),
    VisibilityTimeout: numberLike.default(30),
    DelaySeconds: numberLike.default(0),
    ReceiveMessageWaitTimeSeconds: numberLike.default(0),
    MaximumMessageSize: numberLike.default(1_048_576),
    RedrivePolicy: fromJson
      .pipe(z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: numberLike.int().min(1) }))
      .optional(),
    RedriveAllowPolicy: inert,
    MessageRetentionPeriod: numberLike.default(345_600),
    KmsDataKeyReusePeriodSeconds: inert,
    KmsMasterKeyId: inert,
    SqsManagedSseEnabled: inert,
    Tags: inert,
  }),
  (resource) => {
    const name = physicalName(resource, 'QueueName')
    const url = queueUrlOf(name)
    return { ref: url, attributes: { Arn: arnOf('sqs', name), QueueName: name, QueueUrl: url } }
  },
)

const host = `https://sqs.${region}.amazonaws.com`

/** As templates see it. */
export const queueUrlOf = (name: string): string => `${host}/${accountId}/${name}`

/** As callers see it: clients of SQS send to the address of the queue's URL, whatever endpoint they were given. */
export const localQueueUrl = (awsUrl: string, name: string): string => `${awsUrl}/${accountId}/${name}`

/** A text of a template with its queue URLs made local. */
export const withLocalQueueUrls = (text: string, awsUrl: string): string => text.replaceAll(`${host}/`, `${awsUrl}/`)

export const queuePolicyKind = resourceKind(
  'AWS::SQS::QueuePolicy',
  z.strictObject({ PolicyDocument: z.unknown(), Queues: z.array(z.string()) }),
  (resource) => ({ ref: stableId(resource, 16), attributes: { Id: stableId(resource, 16) } }),
)
