import { expect, test } from 'vitest'
import { leaseMs } from '../packages/shared/src/lambda/daily-run.ts'
import { sampleManifests } from './testing/sample-manifests.ts'
import { resourcesOf, sampleApp, templatesOf } from './testing/sample-stacks.ts'

const templates = templatesOf(sampleApp(sampleManifests))
const all = (type: string) => resourcesOf(templates, type)

const queues = all('AWS::SQS::Queue')
const functions = all('AWS::Lambda::Function')
const queueOf = (stack: string, reference: unknown) =>
  queues.find((queue) => queue.stack === stack && JSON.stringify(reference ?? '').includes(`"${queue.id}"`))
const deadLettersOf = (stack: string, reference: unknown) => {
  const queue = queueOf(stack, reference)
  return queue?.QueueName?.endsWith('-dlq') ? queue : undefined
}

test('what a rule cannot deliver becomes a dead letter', () => {
  for (const rule of all('AWS::Events::Rule')) {
    expect(rule.Targets, rule.id).toHaveLength(1)
    for (const target of rule.Targets) {
      expect(queueOf(rule.stack, target.Arn), rule.id).toBeDefined()
      expect(deadLettersOf(rule.stack, target.DeadLetterConfig), rule.id).toBeDefined()
    }
  }
})

test('what a schedule cannot deliver becomes a dead letter', () => {
  for (const schedule of all('AWS::Scheduler::Schedule')) {
    expect(deadLettersOf(schedule.stack, schedule.Target.DeadLetterConfig), schedule.id).toBeDefined()
    expect(schedule.Target.RetryPolicy.MaximumRetryAttempts).toBeGreaterThan(0)
  }
})

test('what a function gives up of a queue or a stream becomes a dead letter, message by message', () => {
  for (const mapping of all('AWS::Lambda::EventSourceMapping')) {
    const queue = queueOf(mapping.stack, mapping.EventSourceArn)
    const dead = queue?.RedrivePolicy ?? mapping.DestinationConfig?.OnFailure
    expect(deadLettersOf(mapping.stack, dead), mapping.id).toBeDefined()
    expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures'])
  }
})

test('a queue is tried five times, and hides a message six times as long as its function may take', () => {
  const mappings = all('AWS::Lambda::EventSourceMapping')
  for (const queue of queues.filter(({ RedrivePolicy }) => RedrivePolicy)) {
    const mapping = mappings.find((one) => queueOf(one.stack, one.EventSourceArn) === queue)
    const worker = functions.find((one) => one.stack === queue.stack && mapping?.FunctionName.Ref === one.id)
    expect(queue.RedrivePolicy.maxReceiveCount).toBe(5)
    expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * worker?.Timeout)
  }
})

test('a function ends before the lease of a daily run does', () => {
  for (const { Timeout, id } of functions) expect(Timeout * 1_000, id).toBeLessThan(leaseMs)
})

test('a function that nobody waits for has dead letters of its own', () => {
  const called = new Set(
    all('AWS::Scheduler::Schedule').map(({ stack, Target }) => `${stack} ${JSON.stringify(Target.Arn)}`),
  )
  const uncalled = functions.filter(({ stack, id }) => called.has(`${stack} {"Fn::GetAtt":["${id}","Arn"]}`))
  expect(uncalled).toHaveLength(sampleManifests.length)
  for (const one of uncalled) expect(deadLettersOf(one.stack, one.DeadLetterConfig), one.id).toBeDefined()
})

test('the first dead letter of any queue raises an alarm', () => {
  const alarms = all('AWS::CloudWatch::Alarm').filter(
    ({ MetricName }) => MetricName === 'ApproximateNumberOfMessagesVisible',
  )
  for (const queue of queues.filter(({ QueueName }) => QueueName.endsWith('-dlq'))) {
    const alarm = alarms.find((one) => deadLettersOf(one.stack, one.Dimensions) === queue)
    expect(alarm?.Threshold, queue.id).toBe(1)
    expect(alarm?.AlarmActions, queue.id).toHaveLength(1)
  }
})

test('every queue is encrypted, takes TLS only, and is either worked on or keeps dead letters', () => {
  const policies = JSON.stringify(all('AWS::SQS::QueuePolicy'))
  for (const queue of queues) {
    expect(queue.SqsManagedSseEnabled, queue.id).toBe(true)
    expect(Boolean(queue.RedrivePolicy), queue.id).toBe(!queue.QueueName.endsWith('-dlq'))
    expect(policies).toContain(`"Queues":[{"Ref":"${queue.id}"}]`)
  }
})

test('every function keeps its log for a while and alarms on errors and throttles', () => {
  const logs = all('AWS::Logs::LogGroup')
  const alarms = all('AWS::CloudWatch::Alarm')
  for (const one of functions) {
    const log = logs.find(({ stack, id }) => stack === one.stack && id === one.LoggingConfig.LogGroup.Ref)
    expect(log?.RetentionInDays, one.id).toBe(90)
    const watched = alarms.filter(
      (alarm) => alarm.stack === one.stack && JSON.stringify(alarm.Dimensions).includes(`"${one.id}"`),
    )
    expect(watched.map(({ MetricName }) => MetricName).sort(), one.id).toEqual(['Errors', 'Throttles'])
  }
})

test('every log group has a retention', () => {
  for (const log of all('AWS::Logs::LogGroup')) expect(log.RetentionInDays, log.id).toBe(90)
})

test('a table can be restored, is not deleted by mistake and tells the relay what is new', () => {
  for (const table of all('AWS::DynamoDB::Table')) {
    expect(table).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    })
  }
})
