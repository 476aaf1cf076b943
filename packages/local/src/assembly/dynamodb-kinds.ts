import { z } from 'zod'
import { arnOf } from './arns.ts'
import { inert, type NamedResource, physicalName, type ResourceValues, resourceKind } from './resource-kind.ts'

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))
const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
  ProvisionedThroughput: inert,
  OnDemandThroughput: inert,
  WarmThroughput: inert,
  WriteProvisionedThroughputSettings: inert,
  WriteOnDemandThroughputSettings: inert,
  ContributorInsightsSpecification: inert,
})
const common = {
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(index).optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
  StreamSpecification: z
    .strictObject({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().optional(), Enabled: z.boolean() }).optional(),
  BillingMode: inert,
  SSESpecification: inert,
  WarmThroughput: inert,
}

const values = (resource: NamedResource): ResourceValues => {
  const name = physicalName(resource, 'TableName')
  const Arn = arnOf('dynamodb', `table/${name}`)
  return { ref: name, attributes: { Arn, StreamArn: streamArnOf(name), TableId: name } }
}

/** Templates see this ARN; DynamoDB Local gives each stream one of its own, with the time of its making. */
export const streamArnOf = (tableName: string): string => arnOf('dynamodb', `table/${tableName}/stream/local`)

export const tableKind = resourceKind(
  'AWS::DynamoDB::Table',
  z.strictObject({
    ...common,
    ProvisionedThroughput: inert,
    OnDemandThroughput: inert,
    PointInTimeRecoverySpecification: inert,
    DeletionProtectionEnabled: inert,
    ContributorInsightsSpecification: inert,
    TableClass: inert,
    Tags: inert,
  }),
  values,
)

const replica = z.strictObject({
  Region: z.string(),
  PointInTimeRecoverySpecification: inert,
  DeletionProtectionEnabled: inert,
  ContributorInsightsSpecification: inert,
  GlobalSecondaryIndexes: inert,
  ReadProvisionedThroughputSettings: inert,
  ReadOnDemandThroughputSettings: inert,
  SSESpecification: inert,
  TableClass: inert,
  Tags: inert,
})

/** What CDK's TableV2 becomes; one region only. */
export const globalTableKind = resourceKind(
  'AWS::DynamoDB::GlobalTable',
  z.strictObject({
    ...common,
    Replicas: z.array(replica).max(1),
    WriteProvisionedThroughputSettings: inert,
    WriteOnDemandThroughputSettings: inert,
  }),
  values,
)
