import type { CreateTableCommandInput, UpdateTimeToLiveCommandInput } from '@aws-sdk/client-dynamodb'

/**
 * How each service's table is made, for CDK, DynamoDB Local and the adapters. All keys are strings. Lists are answered from
 * whole items of `lookup`; what waits in `due` is read itself before anything is done, so that its entries are small: they
 * cost one write unit however large the item is.
 */
export const tableShape = {
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    lookup: { partitionKey: 'lookupPk', sortKey: 'lookupSk', projection: 'ALL' },
    due: {
      partitionKey: 'duePk',
      sortKey: 'dueSk',
      projection: 'INCLUDE',
      nonKeyAttributes: ['entity', 'version', 'expiresAt'],
    },
  },
  timeToLiveAttribute: 'expiresAt',
  stream: 'NEW_IMAGE',
} as const

interface Keys {
  readonly partitionKey: string
  readonly sortKey: string
}

const keySchema = ({ partitionKey, sortKey }: Keys): CreateTableCommandInput['KeySchema'] => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  { AttributeName: sortKey, KeyType: 'RANGE' },
]

/** The request that makes such a table where CDK does not: in DynamoDB Local. */
export function createTableInput(tableName: string): CreateTableCommandInput {
  const { lookup, due } = tableShape.indexes
  const keys = [tableShape, lookup, due].flatMap((one) => [one.partitionKey, one.sortKey])
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: keySchema(tableShape),
    GlobalSecondaryIndexes: [
      { IndexName: 'lookup', KeySchema: keySchema(lookup), Projection: { ProjectionType: lookup.projection } },
      {
        IndexName: 'due',
        KeySchema: keySchema(due),
        Projection: { ProjectionType: due.projection, NonKeyAttributes: [...due.nonKeyAttributes] },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: tableShape.stream },
  }
}

/** The request that switches expiry on, once the table is there. */
export const timeToLiveInput = (tableName: string): UpdateTimeToLiveCommandInput => ({
  TableName: tableName,
  TimeToLiveSpecification: { Enabled: true, AttributeName: tableShape.timeToLiveAttribute },
})
