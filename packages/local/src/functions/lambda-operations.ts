import { z } from 'zod'
import type { AwsCall } from '../endpoint/aws-call.ts'
import { AwsError } from '../endpoint/aws-error.ts'
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../endpoint/http-answer.ts'
import type { FunctionHub } from './function-hub.ts'
import type { FunctionRunner } from './function-runner.ts'

/** Lambda: listing functions and invoking one. */
export function lambdaOperations(functions: FunctionHub, invokeLater: (name: string, payload: string) => void) {
  return async (request: HttpRequest, call: AwsCall): Promise<HttpAnswer | undefined> => {
    const [, name, action] = /^\/2015-03-31\/functions(?:\/([^/]+))?(?:\/(invocations))?\/?$/.exec(request.path) ?? []
    if (!request.path.startsWith('/2015-03-31/functions')) return undefined
    if (name === undefined && request.method === 'GET') {
      call.authorize({ action: 'lambda:ListFunctions', resource: '*' })
      return jsonAnswer(200, { Functions: functions.list().map(({ definition }) => configuration(definition)) })
    }
    const runner = functions.find(decodeURIComponent(name ?? ''))
    if (!runner) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404)
    if (action && request.method === 'POST') return invoke(runner, request, call, invokeLater)
    if (request.method !== 'GET') return undefined
    call.authorize({ action: 'lambda:GetFunction', resource: runner.definition.arn })
    return jsonAnswer(200, { Configuration: configuration(runner.definition) })
  }
}

const configuration = (definition: FunctionRunner['definition']) => ({
  ...{
    FunctionName: definition.name,
    FunctionArn: definition.arn,
    Runtime: definition.runtime,
    Role: definition.roleArn,
  },
  ...{
    Handler: `index.${definition.exportName}`,
    Timeout: definition.timeoutMs / 1000,
    MemorySize: definition.memoryMb,
  },
  ...{ State: 'Active', PackageType: 'Zip', Version: '$LATEST', Environment: { Variables: definition.environment } },
})

const json = z.string().refine((text) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
})

async function invoke(
  runner: FunctionRunner,
  request: HttpRequest,
  call: AwsCall,
  invokeLater: (name: string, payload: string) => void,
): Promise<HttpAnswer> {
  call.authorize({ action: 'lambda:InvokeFunction', resource: runner.definition.arn })
  const payload = json.safeParse(request.body.toString('utf8') || '{}')
  if (!payload.success) throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json')
  if (request.headers['x-amz-invocation-type'] === 'Event') {
    invokeLater(runner.definition.name, payload.data)
    return { status: 202, body: '' }
  }
  const result = await runner.invoke(payload.data)
  const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' }
  if (result.status === 'succeeded') return { status: 200, headers, body: result.payload }
  return {
    status: 200,
    headers: { ...headers, 'x-amz-function-error': 'Unhandled' },
    body: JSON.stringify(result.error),
  }
}
