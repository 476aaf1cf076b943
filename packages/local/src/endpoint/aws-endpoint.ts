import { createServer, type Server } from 'node:http'
import type { AccessControl } from '../policies/access-control.ts'
import { type AwsCall, type AwsOperations, awsCall } from './aws-call.ts'
import { AwsError } from './aws-error.ts'
import { type Credentials, readSignature } from './credentials.ts'
import { BodyTooLarge, type HttpAnswer, type HttpRequest, jsonAnswer, readRequest, writeAnswer } from './http-answer.ts'
import { answerJson } from './json-protocol.ts'
import { answerQuery, type QueryService } from './query-protocol.ts'

/** A service that answers by method and path; undefined when the path is none of its own. */
export type RestService = (request: HttpRequest, call: AwsCall) => Promise<HttpAnswer | undefined>

export interface AwsServices {
  /** By the prefix of `X-Amz-Target`, such as `AWSEvents`. */
  readonly json: Readonly<Record<string, AwsOperations>>
  /** Services that answer a JSON target as raw HTTP, because another server does: DynamoDB. */
  readonly forwarded: Readonly<
    Record<string, (operation: string, request: HttpRequest, call: AwsCall) => Promise<HttpAnswer>>
  >
  /** By the name in the signature, such as `ses`. */
  readonly query: Readonly<Record<string, QueryService>>
  readonly rest: readonly RestService[]
  /** What the local cloud adds to AWS, `/_local/…`; undefined when the path is no such. */
  readonly control: (request: HttpRequest) => Promise<HttpAnswer | undefined>
}

const maxRequestBytes = 20 * 1024 * 1024

/** One HTTP server that speaks the protocols of all the AWS services that the cloud has. */
export function createAwsEndpoint(services: AwsServices, access: AccessControl, credentials: Credentials): Server {
  const answer = async (request: HttpRequest): Promise<HttpAnswer> => {
    const controlled = request.path.startsWith('/_local/') ? await services.control(request) : undefined
    if (controlled) return controlled
    const signature = readSignature(request.headers.authorization)
    if (!signature) return missingToken
    const call = awsCall(credentials.callerOf(signature.accessKeyId), access)
    return dispatch(services, request, signature.service, call)
  }
  const server = createServer({ keepAliveTimeout: 60_000 }, async (incoming, response) => {
    try {
      writeAnswer(response, await answer(await readRequest(incoming, maxRequestBytes)))
    } catch (error) {
      writeAnswer(response, failure(error))
    }
  })
  return server
}

async function dispatch(
  services: AwsServices,
  request: HttpRequest,
  service: string,
  call: AwsCall,
): Promise<HttpAnswer> {
  const [prefix = '', operation = ''] = `${request.headers['x-amz-target'] ?? ''}`.split('.')
  const forwarded = services.forwarded[prefix]
  if (forwarded) return forwarded(operation, request, call)
  const json = services.json[prefix]
  if (json) return answerJson(request, operation, json, call)
  const query = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
    ? services.query[service]
    : undefined
  if (query) return answerQuery(request, query, call)
  for (const rest of services.rest) {
    const answer = await rest(request, call)
    if (answer) return answer
  }
  return jsonAnswer(404, {
    message: `the local cloud has no ${service} for ${request.method} ${request.path} ${prefix}`,
  })
}

const missingToken = jsonAnswer(403, {
  __type: 'com.amazonaws#MissingAuthenticationTokenException',
  message: 'Request is missing Authentication Token',
})

function failure(error: unknown): HttpAnswer {
  if (error instanceof BodyTooLarge) return jsonAnswer(413, { message: 'Request Entity Too Large' })
  if (error instanceof AwsError) return restError(error)
  const message = error instanceof Error ? error.message : String(error)
  return jsonAnswer(500, { __type: 'com.amazonaws#InternalFailure', message })
}

/** REST JSON services name the error in a header. */
export function restError({ code, message, status }: AwsError): HttpAnswer {
  const answer = jsonAnswer(code === 'AccessDeniedException' ? 403 : status, { message, Message: message })
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': code } }
}
