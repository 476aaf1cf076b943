import type { z } from 'zod'
import { accountId, arnOf, functionNameOf, nameOfArn } from '../assembly/arns.ts'
import type { DeployedResources } from '../assembly/deployed-resources.ts'
import { eventBusPolicyKind } from '../assembly/events-kinds.ts'
import { permissionKind } from '../assembly/lambda-kinds.ts'
import { named } from '../assembly/named-problem.ts'
import { queuePolicyKind } from '../assembly/sqs-kinds.ts'
import { parsePolicy, type Statement } from './policy-document.ts'

/** Policies of queues, buses and functions, by the ARN of the resource that they protect. */
export function resourcePolicies(resources: DeployedResources): ReadonlyMap<string, readonly Statement[]> {
  const policies = new Map<string, Statement[]>()
  const add = (arn: string, statements: readonly Statement[]): void => {
    policies.set(arn, [...(policies.get(arn) ?? []), ...statements])
  }
  for (const policy of resources.of(queuePolicyKind)) {
    const statements = named(policy, () => parsePolicy(policy.properties.PolicyDocument, 'resource'))
    for (const url of policy.properties.Queues) add(arnOf('sqs', url.split('/').at(-1) ?? ''), statements)
  }
  for (const policy of resources.of(eventBusPolicyKind)) {
    const bus = nameOfArn(policy.properties.EventBusName)
    const statements = named(policy, () => parsePolicy({ Statement: [policy.properties.Statement] }, 'resource'))
    add(arnOf('events', `event-bus/${bus || policy.properties.EventBusName}`), statements)
  }
  for (const permission of resources.of(permissionKind)) {
    const arn = arnOf('lambda', `function:${functionNameOf(permission.properties.FunctionName)}`)
    add(
      arn,
      named(permission, () => parsePolicy({ Statement: [statementOf(permission.properties, arn)] }, 'resource')),
    )
  }
  return policies
}

/** What Lambda makes of a permission. */
function statementOf(permission: z.output<typeof permissionKind.schema>, functionArn: string): unknown {
  const { Action, Principal, SourceArn, SourceAccount } = permission
  return {
    Effect: 'Allow',
    Action,
    Principal: Principal.endsWith('.amazonaws.com') ? { Service: Principal } : { AWS: Principal },
    Resource: functionArn,
    Condition: {
      ...(SourceArn && { ArnLike: { 'aws:SourceArn': SourceArn } }),
      ...(SourceAccount && { StringEquals: { 'aws:SourceAccount': SourceAccount.replace(/^$/, accountId) } }),
    },
  }
}
