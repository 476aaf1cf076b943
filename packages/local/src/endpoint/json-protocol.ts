import { crc32 } from 'node:zlib'
import type { AwsCall, AwsOperations } from './aws-call.ts'
import { AwsError, notEmulated } from './aws-error.ts'
import type { HttpAnswer, HttpRequest } from './http-answer.ts'

/** The names that some services' clients still know an error by from the query protocol. */
const queryErrors: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  ReceiptHandleIsInvalid: 'ReceiptHandleIsInvalid',
}

/** AWS JSON 1.0 and 1.1: `X-Amz-Target: <prefix>.<Operation>`, JSON in and out. */
export async function answerJson(
  request: HttpRequest,
  operation: string,
  operations: AwsOperations,
  call: AwsCall,
): Promise<HttpAnswer> {
  const version = request.headers['content-type']?.includes('1.1') ? '1.1' : '1.0'
  try {
    const run = operations[operation]
    if (!run) throw notEmulated(operation)
    return json(200, (await run(parseBody(request.body), call)) ?? {}, version)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const { code, message, status } = error
    const answer = json(status, { __type: `com.amazonaws#${code}`, message, Message: message }, version)
    const queryError = queryErrors[code]
    return queryError
      ? { ...answer, headers: { ...answer.headers, 'x-amzn-query-error': `${queryError};Sender` } }
      : answer
  }
}

function parseBody(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'))
  } catch {
    throw new AwsError('SerializationException', 'the request is no JSON')
  }
}

function json(status: number, value: unknown, version: string): HttpAnswer {
  const body = Buffer.from(JSON.stringify(value))
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-crc32': `${crc32(body)}` }
  return { status, headers, body }
}
