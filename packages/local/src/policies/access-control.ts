import { z } from 'zod'
import { nameOfArn } from '../assembly/arns.ts'
import type { DeployedResources } from '../assembly/deployed-resources.ts'
import { managedPolicyKind, policyKind, roleKind } from '../assembly/iam-kinds.ts'
import { UnsupportedTemplate } from '../assembly/intrinsics.ts'
import { named } from '../assembly/named-problem.ts'
import type { AccessLedger } from './access-ledger.ts'
import { evaluateAccess } from './evaluate-access.ts'
import { type Permission, PermissionLedger } from './permission-ledger.ts'
import { type Principal, parsePolicy, type Statement } from './policy-document.ts'
import { resourcePolicies } from './resource-policies.ts'

/** Who makes a call: a function by its role, an AWS service for one of its resources, or the person at the keyboard. */
export type Caller =
  | { readonly kind: 'operator' }
  | { readonly kind: 'function'; readonly name: string; readonly roleArn: string }
  | { readonly kind: 'service'; readonly service: string; readonly sourceArn: string }
  /** A service that works with a role it was given, such as a schedule. */
  | { readonly kind: 'role'; readonly name: string; readonly roleArn: string }

export interface Access {
  readonly action: string
  readonly resource: string
  readonly context?: ReadonlyMap<string, readonly string[]>
}

/** The answer, with the words that AWS uses for it. */
export type AccessAnswer = { readonly allowed: true } | { readonly allowed: false; readonly reason: string }

/** Policies that AWS keeps, as far as templates may name them. */
const awsManaged: Readonly<Record<string, readonly string[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  AWSXRayDaemonWriteAccess: ['xray:*'],
}

/** Checks every access against the policies of the templates, and writes down what was asked. */
export class AccessControl {
  readonly #identity = new Map<string, Statement[]>()
  readonly #trust = new Map<string, readonly Statement[]>()
  readonly #resources: ReadonlyMap<string, readonly Statement[]>
  readonly #ledger: AccessLedger
  readonly #permissions = new PermissionLedger()

  /** @throws UnsupportedTemplate when a policy says something that is not emulated */
  constructor(resources: DeployedResources, ledger: AccessLedger) {
    this.#ledger = ledger
    const byName = new Map<string, string>()
    const byPolicyArn = new Map<string, readonly Statement[]>()
    for (const { attributes, ref, ...policy } of resources.of(managedPolicyKind)) {
      byPolicyArn.set(
        ref,
        named(policy, () => parsePolicy(policy.properties.PolicyDocument, 'identity')),
      )
    }
    for (const { ref, attributes, ...role } of resources.of(roleKind)) {
      const arn = z.string().parse(attributes.Arn)
      byName.set(ref, arn)
      this.#trust.set(
        arn,
        named(role, () => parsePolicy(role.properties.AssumeRolePolicyDocument, 'trust')),
      )
      const inline = role.properties.Policies.flatMap(({ PolicyDocument }) => parsePolicy(PolicyDocument, 'identity'))
      const managed = role.properties.ManagedPolicyArns.flatMap((policy) =>
        named(role, () => byPolicyArn.get(policy) ?? awsManagedPolicy(policy)),
      )
      this.#identity.set(arn, [...inline, ...managed])
    }
    const attached = [...resources.of(policyKind), ...resources.of(managedPolicyKind)]
    for (const policy of attached) {
      const statements = named(policy, () => parsePolicy(policy.properties.PolicyDocument, 'identity'))
      for (const role of policy.properties.Roles) this.#identity.get(byName.get(role) ?? role)?.push(...statements)
    }
    this.#resources = resourcePolicies(resources)
    for (const [holder, statements] of [...this.#identity, ...this.#resources])
      this.#permissions.add(holder, statements)
  }

  /** Everything that the policies allow, as far as it is enforced here. */
  permissions(): readonly Permission[] {
    return this.#permissions.permissions()
  }

  check(caller: Caller, access: Access): AccessAnswer {
    if (caller.kind === 'operator') return { allowed: true }
    const { action, resource, context = new Map() } = access
    const request = { action, resource, principal: principalOf(caller), context: withGlobalKeys(context, caller) }
    const identity = caller.kind === 'service' ? [] : (this.#identity.get(caller.roleArn) ?? [])
    const decision = evaluateAccess(request, { identity, resource: this.#resources.get(resource) ?? [] })
    const who = caller.kind === 'service' ? `${caller.service} for ${caller.sourceArn}` : caller.roleArn
    this.#ledger.record({ who, action, resource, allowed: decision === 'allowed' })
    if (decision === 'allowed') {
      for (const holder of [who, resource]) this.#permissions.use(holder, request)
      return { allowed: true }
    }
    const because =
      decision === 'explicitlyDenied'
        ? 'with an explicit deny in a policy'
        : `because no ${caller.kind === 'service' ? 'resource-based' : 'identity-based'} policy allows the ${action} action`
    return {
      allowed: false,
      reason: `${whoSays(caller)} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
    }
  }

  /** True when a role lets a service act with it, for one of the service's resources. */
  trusts(roleArn: string, service: string, sourceArn: string): boolean {
    const caller: Caller = { kind: 'service', service, sourceArn }
    const context = withGlobalKeys(new Map(), caller)
    const request = { action: 'sts:AssumeRole', resource: roleArn, principal: { service }, context }
    return evaluateAccess(request, { identity: [], resource: this.#trust.get(roleArn) ?? [] }) === 'allowed'
  }
}

const principalOf = (caller: Exclude<Caller, { kind: 'operator' }>): Principal =>
  caller.kind === 'service' ? { service: caller.service } : { roleArn: caller.roleArn }

function whoSays(caller: Exclude<Caller, { kind: 'operator' }>): string {
  if (caller.kind === 'service') return `Service: ${caller.service}, for ${caller.sourceArn},`
  return `User: arn:aws:sts::000000000000:assumed-role/${nameOfArn(caller.roleArn)}/${caller.name}`
}

function withGlobalKeys(
  context: ReadonlyMap<string, readonly string[]>,
  caller: Caller,
): ReadonlyMap<string, readonly string[]> {
  const keys = new Map([...context, ['aws:securetransport', ['true']]])
  if (caller.kind === 'service') {
    keys.set('aws:sourcearn', [caller.sourceArn])
    keys.set('aws:sourceaccount', ['000000000000'])
  } else if (caller.kind !== 'operator') {
    keys.set('aws:principalarn', [caller.roleArn])
    keys.set('aws:principalaccount', ['000000000000'])
  }
  return keys
}

function awsManagedPolicy(arn: string): readonly Statement[] {
  const name = arn.split(':policy/')[1] ?? arn
  const actions = awsManaged[name]
  if (!actions) throw new UnsupportedTemplate(`the policy ${arn}, whose text is AWS's`)
  const statement = { Effect: 'Allow', Action: [...actions], Resource: '*' }
  return parsePolicy({ Version: '2012-10-17', Statement: [statement] }, 'identity')
}
