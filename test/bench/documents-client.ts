import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

/** What a cold start is measured against: the document client, made and nothing more. */
export const documents = DynamoDBDocumentClient.from(new DynamoDBClient())
