import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { accountId, region } from '../assembly/arns.ts'
import type { CloudAssembly } from '../assembly/cloud-assembly.ts'
import type { DeployedResources } from '../assembly/deployed-resources.ts'
import { UnsupportedTemplate } from '../assembly/intrinsics.ts'
import { functionKind } from '../assembly/lambda-kinds.ts'
import { withLocalQueueUrls } from '../assembly/sqs-kinds.ts'

/** A function as its template describes it. */
export interface FunctionDefinition {
  readonly name: string
  readonly arn: string
  readonly roleArn: string
  readonly codeFile: string
  readonly exportName: string
  readonly runtime: string
  readonly timeoutMs: number
  readonly memoryMb: number
  readonly environment: Readonly<Record<string, string>>
  /** Queue for asynchronous events that failed three times. */
  readonly deadLetterArn: string | undefined
}

/** @throws UnsupportedTemplate when a function's bundle is not in the assembly */
export function functionDefinitions(
  resources: DeployedResources,
  assembly: CloudAssembly,
): readonly FunctionDefinition[] {
  return resources.of(functionKind).map(({ ref, attributes, properties, logicalId, stack }) => {
    const [file = '', exportName = ''] = properties.Handler.split('.')
    const dir = assembly.assetDirs.get(properties.Code.S3Key) ?? ''
    const codeFile = ['mjs', 'js', 'cjs'].map((extension) => join(dir, `${file}.${extension}`)).find(existsSync)
    if (!dir || !codeFile)
      throw new UnsupportedTemplate(`${logicalId} in stack ${stack}: no bundle for ${properties.Handler}`)
    return {
      name: ref,
      arn: z.string().parse(attributes.Arn),
      roleArn: properties.Role,
      codeFile,
      exportName,
      runtime: properties.Runtime,
      timeoutMs: properties.Timeout * 1000,
      memoryMb: properties.MemorySize,
      environment: properties.Environment?.Variables ?? {},
      deadLetterArn: properties.DeadLetterConfig?.TargetArn,
    }
  })
}

/** What Lambda adds to a function's own variables. */
export function runtimeEnvironment(
  definition: FunctionDefinition,
  accessKeyId: string,
  awsUrl: string,
): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${definition.memoryMb}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_ACCOUNT_ID: accountId,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: awsUrl,
    LAMBDA_TASK_ROOT: definition.codeFile.replace(/[^/]*$/, ''),
    TZ: ':UTC',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    ...Object.fromEntries(
      Object.entries(definition.environment).map(([name, value]) => [name, withLocalQueueUrls(value, awsUrl)]),
    ),
  }
}
