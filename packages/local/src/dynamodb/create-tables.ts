import { z } from 'zod'
import type { DeployedResources } from '../assembly/deployed-resources.ts'
import { globalTableKind, streamArnOf, tableKind } from '../assembly/dynamodb-kinds.ts'
import { type DynamoDbClient, DynamoDbError } from './dynamodb-client.ts'

/** What the cloud knows of a table. */
export interface Table {
  readonly name: string
  /** The ARN that templates know the stream by; undefined without a stream. */
  readonly templateStreamArn: string | undefined
  /** DynamoDB Local's own ARN of the stream. */
  readonly streamArn: string | undefined
  readonly keys: TableKeys
}

export interface TableKeys {
  readonly partition: string
  readonly sort: string | undefined
  /** Partition keys of the indexes, by index name. */
  readonly indexPartitions: ReadonlyMap<string, string>
}

type Properties = z.output<typeof tableKind.schema> | z.output<typeof globalTableKind.schema>
const target = (operation: string): string => `DynamoDB_20120810.${operation}`
const description = z.object({
  Table: z.object({
    LatestStreamArn: z.string().optional(),
    KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
    GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string() })).default([]),
  }),
})

/**
 * Makes the tables of the templates, and adds what a table of an earlier start lacks.
 * @throws Error when a table is there with other keys: only a fresh start can change them
 */
export function createTables(resources: DeployedResources, client: DynamoDbClient): Promise<readonly Table[]> {
  const tables = [...resources.of(tableKind), ...resources.of(globalTableKind)]
  return Promise.all(tables.map(({ ref, properties }) => createTable(ref, properties, client)))
}

async function createTable(name: string, properties: Properties, client: DynamoDbClient): Promise<Table> {
  const found = await describe(name, client)
  if (!found) await client.call(target('CreateTable'), creation(name, properties), z.unknown())
  else await adjust(name, properties, found, client)
  await keepTimeToLive(name, properties, client)
  const { Table: made } = (await describe(name, client)) ?? { Table: { LatestStreamArn: undefined } }
  const streams = properties.StreamSpecification !== undefined
  return {
    name,
    templateStreamArn: streams ? streamArnOf(name) : undefined,
    streamArn: streams ? made.LatestStreamArn : undefined,
    keys: keysOf(properties),
  }
}

async function describe(name: string, client: DynamoDbClient): Promise<z.infer<typeof description> | undefined> {
  try {
    return await client.call(target('DescribeTable'), { TableName: name }, description)
  } catch (error) {
    if (error instanceof DynamoDbError && error.type === 'ResourceNotFoundException') return undefined
    throw error
  }
}

const streamOf = ({ StreamSpecification }: Properties) =>
  StreamSpecification && { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }

const indexesOf = (properties: Properties) =>
  (properties.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema,
    Projection,
  }))

function creation(name: string, properties: Properties): unknown {
  const local = properties.LocalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema,
    Projection,
  }))
  const global = indexesOf(properties)
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
    ...(local && { LocalSecondaryIndexes: local }),
    ...streamOf(properties),
  }
}

async function adjust(
  name: string,
  properties: Properties,
  { Table: found }: z.infer<typeof description>,
  client: DynamoDbClient,
): Promise<void> {
  if (JSON.stringify(found.KeySchema) !== JSON.stringify(properties.KeySchema)) {
    throw new Error(`table ${name} was made with other keys: start with --fresh`)
  }
  const there = new Set(found.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName))
  for (const index of indexesOf(properties).filter(({ IndexName }) => !there.has(IndexName))) {
    const update = {
      AttributeDefinitions: properties.AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: index }],
    }
    await client.call(target('UpdateTable'), { TableName: name, ...update }, z.unknown())
  }
  const stream = streamOf(properties)
  if (stream && !found.LatestStreamArn)
    await client.call(target('UpdateTable'), { TableName: name, ...stream }, z.unknown())
}

async function keepTimeToLive(
  name: string,
  { TimeToLiveSpecification }: Properties,
  client: DynamoDbClient,
): Promise<void> {
  if (!TimeToLiveSpecification?.Enabled) return
  try {
    await client.call(target('UpdateTimeToLive'), { TableName: name, TimeToLiveSpecification }, z.unknown())
  } catch (error) {
    // It says so when it is on already.
    if (!(error instanceof DynamoDbError && error.type === 'ValidationException')) throw error
  }
}

function keysOf(properties: Properties): TableKeys {
  const key = (schema: Properties['KeySchema'], type: string) =>
    schema.find(({ KeyType }) => KeyType === type)?.AttributeName
  const indexes = [...(properties.GlobalSecondaryIndexes ?? []), ...(properties.LocalSecondaryIndexes ?? [])]
  return {
    partition: key(properties.KeySchema, 'HASH') ?? '',
    sort: key(properties.KeySchema, 'RANGE'),
    indexPartitions: new Map(indexes.map(({ IndexName, KeySchema }) => [IndexName, key(KeySchema, 'HASH') ?? ''])),
  }
}
