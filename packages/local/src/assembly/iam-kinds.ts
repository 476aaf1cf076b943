import { z } from 'zod'
import { accountId } from './arns.ts'
import { inert, type NamedResource, physicalName, resourceKind, stableId } from './resource-kind.ts'

const iamArn = (resource: NamedResource, kind: 'role' | 'policy', name: string): string =>
  `arn:aws:iam::${accountId}:${kind}${resource.property('Path') ?? '/'}${name}`

export const roleKind = resourceKind(
  'AWS::IAM::Role',
  z.strictObject({
    RoleName: z.string().optional(),
    Path: z.string().optional(),
    AssumeRolePolicyDocument: z.unknown(),
    ManagedPolicyArns: z.array(z.string()).default([]),
    Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown() })).default([]),
    Description: inert,
    MaxSessionDuration: inert,
    Tags: inert,
  }),
  (resource) => {
    const name = physicalName(resource, 'RoleName')
    return { ref: name, attributes: { Arn: iamArn(resource, 'role', name), RoleId: stableId(resource, 21) } }
  },
)

export const policyKind = resourceKind(
  'AWS::IAM::Policy',
  z.strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown(), Roles: z.array(z.string()).default([]) }),
  (resource) => ({ ref: physicalName(resource, 'PolicyName') }),
)

export const managedPolicyKind = resourceKind(
  'AWS::IAM::ManagedPolicy',
  z.strictObject({
    ManagedPolicyName: z.string().optional(),
    Path: z.string().optional(),
    PolicyDocument: z.unknown(),
    Roles: z.array(z.string()).default([]),
    Description: inert,
  }),
  (resource) => {
    const arn = iamArn(resource, 'policy', physicalName(resource, 'ManagedPolicyName'))
    return { ref: arn, attributes: { PolicyArn: arn } }
  },
)
