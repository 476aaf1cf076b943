import { z } from 'zod'
import { arnOf } from './arns.ts'
import { inert, physicalName, resourceKind } from './resource-kind.ts'

const retryPolicy = z
  .strictObject({
    MaximumRetryAttempts: z.coerce.number().optional(),
    MaximumEventAgeInSeconds: z.coerce.number().optional(),
  })
  .optional()
const deadLetter = z.strictObject({ Arn: z.string().optional() }).optional()

export const eventBusKind = resourceKind(
  'AWS::Events::EventBus',
  z.strictObject({
    Name: z.string(),
    Description: inert,
    DeadLetterConfig: inert,
    KmsKeyIdentifier: inert,
    LogConfig: inert,
    Tags: inert,
  }),
  (resource) => {
    const name = physicalName(resource, 'Name')
    return { ref: name, attributes: { Arn: arnOf('events', `event-bus/${name}`), Name: name } }
  },
)

export const ruleTarget = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  DeadLetterConfig: deadLetter,
  RetryPolicy: retryPolicy,
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  RoleArn: z.string().optional(),
})

export const ruleKind = resourceKind(
  'AWS::Events::Rule',
  z.strictObject({
    Name: z.string().optional(),
    EventBusName: z.string().default('default'),
    EventPattern: z.unknown().optional(),
    ScheduleExpression: z.string().optional(),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    Targets: z.array(ruleTarget).default([]),
    Description: inert,
    Tags: inert,
  }),
  (resource) => {
    const name = physicalName(resource, 'Name')
    const bus = resource.property('EventBusName') ?? 'default'
    const path = bus === 'default' ? name : `${bus.split('/').at(-1)}/${name}`
    return { ref: bus === 'default' ? name : `${bus}|${name}`, attributes: { Arn: arnOf('events', `rule/${path}`) } }
  },
)

export const archiveKind = resourceKind(
  'AWS::Events::Archive',
  z.strictObject({
    ArchiveName: z.string().optional(),
    SourceArn: z.string(),
    EventPattern: z.unknown().optional(),
    RetentionDays: inert,
    Description: inert,
    KmsKeyIdentifier: inert,
  }),
  (resource) => {
    const name = physicalName(resource, 'ArchiveName')
    return { ref: name, attributes: { Arn: arnOf('events', `archive/${name}`), ArchiveName: name } }
  },
)

export const eventBusPolicyKind = resourceKind(
  'AWS::Events::EventBusPolicy',
  z.strictObject({
    EventBusName: z.string().default('default'),
    StatementId: z.string(),
    Statement: z.record(z.string(), z.unknown()),
  }),
  (resource) => ({ ref: resource.property('StatementId') ?? resource.logicalId }),
)

export const scheduleGroupKind = resourceKind(
  'AWS::Scheduler::ScheduleGroup',
  z.strictObject({ Name: z.string().optional(), Tags: inert }),
  (resource) => {
    const name = physicalName(resource, 'Name')
    return { ref: name, attributes: { Arn: arnOf('scheduler', `schedule-group/${name}`) } }
  },
)

export const scheduleKind = resourceKind(
  'AWS::Scheduler::Schedule',
  z.strictObject({
    Name: z.string().optional(),
    GroupName: z.string().default('default'),
    ScheduleExpression: z.string(),
    ScheduleExpressionTimezone: z.string().default('UTC'),
    StartDate: z.string().optional(),
    EndDate: z.string().optional(),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    FlexibleTimeWindow: inert,
    Description: inert,
    KmsKeyArn: inert,
    Target: z.strictObject({
      Arn: z.string(),
      RoleArn: z.string(),
      Input: z.string().optional(),
      RetryPolicy: retryPolicy,
      DeadLetterConfig: deadLetter,
      SqsParameters: z.strictObject({}).optional(),
    }),
  }),
  (resource) => {
    const name = physicalName(resource, 'Name')
    return {
      ref: name,
      attributes: { Arn: arnOf('scheduler', `schedule/${resource.property('GroupName') ?? 'default'}/${name}`) },
    }
  },
)
