import { z } from 'zod'

export interface DynamoDbAnswer {
  readonly status: number
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** Talks to DynamoDB Local directly, past the endpoint and its checks. */
export interface DynamoDbClient {
  /** @param target such as `DynamoDB_20120810.GetItem` */
  send(target: string, body: string | Buffer): Promise<DynamoDbAnswer>
  /**
   * Sends and parses.
   * @throws Error with DynamoDB's own error type and message
   */
  call<T>(target: string, input: unknown, answer: z.ZodType<T>): Promise<T>
}

const authorization =
  'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0'
const failure = z.object({
  __type: z.string().default(''),
  message: z.string().optional(),
  Message: z.string().optional(),
})

export function createDynamoDbClient(endpoint: string): DynamoDbClient {
  const send = async (target: string, body: string | Buffer): Promise<DynamoDbAnswer> => {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target, authorization }
    const response = await fetch(endpoint, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : new Uint8Array(body),
    })
    const kept = ['content-type', 'x-amz-crc32', 'x-amzn-requestid'].flatMap((name) => {
      const value = response.headers.get(name)
      return value ? [[name, value] as const] : []
    })
    return {
      status: response.status,
      body: Buffer.from(await response.arrayBuffer()),
      headers: Object.fromEntries(kept),
    }
  }
  return {
    send,
    call: async (target, input, answer) => {
      const { status, body } = await send(target, JSON.stringify(input))
      const value: unknown = JSON.parse(body.toString('utf8'))
      if (status === 200) return answer.parse(value)
      const { __type, message, Message } = failure.parse(value)
      throw new DynamoDbError(__type.split('#').at(-1) ?? '', message ?? Message ?? '')
    },
  }
}

/** What DynamoDB refused, by its own name for it. */
export class DynamoDbError extends Error {
  override name = 'DynamoDbError'
  readonly type: string

  constructor(type: string, message: string) {
    super(`${type}: ${message}`)
    this.type = type
  }
}
