import { z } from 'zod'
import { arnOf, functionNameOf } from './arns.ts'
import { inert, physicalName, resourceKind, stableId } from './resource-kind.ts'

const numberLike = z.coerce.number()

export const functionKind = resourceKind(
  'AWS::Lambda::Function',
  z.strictObject({
    FunctionName: z.string().optional(),
    Code: z.strictObject({ S3Bucket: inert, S3Key: z.string() }),
    Handler: z.string().regex(/^[^.]+\.[^.]+$/),
    Runtime: z.string().regex(/^nodejs\d+\.x$/, 'only Node.js runtimes'),
    Role: z.string(),
    Timeout: numberLike.default(3),
    MemorySize: numberLike.default(128),
    Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
    DeadLetterConfig: z.strictObject({ TargetArn: z.string() }).optional(),
    ReservedConcurrentExecutions: numberLike.min(1).optional(),
    PackageType: z.literal('Zip').optional(),
    Architectures: inert,
    Description: inert,
    EphemeralStorage: inert,
    KmsKeyArn: inert,
    LoggingConfig: inert,
    RecursiveLoop: inert,
    RuntimeManagementConfig: inert,
    Tags: inert,
    TracingConfig: inert,
  }),
  (resource) => {
    const name = physicalName(resource, 'FunctionName')
    return { ref: name, attributes: { Arn: arnOf('lambda', `function:${name}`) } }
  },
)

export const eventSourceMappingKind = resourceKind(
  'AWS::Lambda::EventSourceMapping',
  z.strictObject({
    EventSourceArn: z.string(),
    FunctionName: z.string(),
    BatchSize: numberLike.optional(),
    MaximumBatchingWindowInSeconds: numberLike.optional(),
    Enabled: z.boolean().default(true),
    FilterCriteria: inert,
    FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
    BisectBatchOnFunctionError: z.boolean().default(false),
    DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() }).optional(),
    MaximumRecordAgeInSeconds: numberLike.optional(),
    MaximumRetryAttempts: numberLike.optional(),
    StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
    TumblingWindowInSeconds: z.literal(0).optional(),
    KmsKeyArn: inert,
    MetricsConfig: inert,
    ParallelizationFactor: inert,
    ScalingConfig: inert,
    Tags: inert,
  }),
  (resource) => ({ ref: stableId(resource, 36), attributes: { Id: stableId(resource, 36) } }),
)

export const permissionKind = resourceKind(
  'AWS::Lambda::Permission',
  z.strictObject({
    Action: z.string(),
    FunctionName: z.string(),
    Principal: z.string(),
    SourceArn: z.string().optional(),
    SourceAccount: z.string().optional(),
  }),
  (resource) => ({ ref: stableId(resource, 16) }),
)

export const versionKind = resourceKind(
  'AWS::Lambda::Version',
  z.strictObject({ FunctionName: z.string(), Description: inert, CodeSha256: inert }),
  (resource) => {
    const arn = `${arnOf('lambda', `function:${functionNameOf(resource.property('FunctionName') ?? '')}`)}:1`
    return { ref: arn, attributes: { FunctionArn: arn, Version: '1' } }
  },
)

export const aliasKind = resourceKind(
  'AWS::Lambda::Alias',
  z.strictObject({ FunctionName: z.string(), FunctionVersion: inert, Name: z.string(), Description: inert }),
  (resource) => {
    const name = functionNameOf(resource.property('FunctionName') ?? '')
    const arn = `${arnOf('lambda', `function:${name}`)}:${resource.property('Name')}`
    return { ref: arn, attributes: { AliasArn: arn } }
  },
)
