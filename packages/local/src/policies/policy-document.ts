import { z } from 'zod'
import { globMatcher } from './glob.ts'
import { type ConditionTest, compileConditions, UnsupportedPolicy } from './policy-condition.ts'

/** Who asks: an IAM role, or an AWS service on its own account, such as `events.amazonaws.com`. */
export type Principal = { readonly roleArn: string } | { readonly service: string }

/** One thing that somebody wants to do to one resource. */
export interface AccessRequest {
  /** Such as `dynamodb:PutItem`. */
  readonly action: string
  readonly resource: string
  readonly principal: Principal
  /** Condition keys with their values, in lower case: `dynamodb:leadingkeys` → the partition keys. */
  readonly context: ReadonlyMap<string, readonly string[]>
}

/** A statement of a policy, ready to be asked. One that allows names one action and one resource, or `Not…` of several. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny'
  /** As the policy writes them. */
  readonly action: string
  readonly resource: string
  readonly condition: unknown
  applies(request: AccessRequest): boolean
}

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())])
const principals = z.union([
  z.literal('*').transform(() => ({ AWS: ['*'] })),
  z.strictObject({ AWS: texts.optional(), Service: texts.optional() }),
])
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  Principal: principals.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
})
const document = z.strictObject({
  Version: z.literal('2012-10-17').optional(),
  Id: z.string().optional(),
  Statement: z.union([z.array(statement), statement.transform((one) => [one])]),
})
type StatementText = z.infer<typeof statement>

/**
 * @param policy a policy's JSON, its intrinsics resolved
 * @param kind an identity's policy names no principal; a resource's (and a role's trust) policy must
 * @throws UnsupportedPolicy when it has a part that is not emulated, a condition operator or key above all
 */
export function parsePolicy(policy: unknown, kind: 'identity' | 'resource' | 'trust'): readonly Statement[] {
  const parsed = document.safeParse(policy)
  if (!parsed.success) throw new UnsupportedPolicy(z.prettifyError(parsed.error))
  return parsed.data.Statement.flatMap(apart).map((one) => compile(one, kind))
}

/** What a statement allows, one permission at a time: for each action at each resource the same. */
function apart(text: StatementText): readonly StatementText[] {
  if (text.Effect === 'Deny') return [text]
  const actions = text.Action?.map((action) => ({ ...text, Action: [action] })) ?? [text]
  return actions.flatMap((one) => one.Resource?.map((resource) => ({ ...one, Resource: [resource] })) ?? [one])
}

function compile(text: StatementText, kind: 'identity' | 'resource' | 'trust'): Statement {
  if (kind !== 'identity' && !text.Principal) throw new UnsupportedPolicy('a resource policy names a principal')
  if (kind === 'identity' && text.Principal) throw new UnsupportedPolicy("an identity's policy names no principal")
  const action = included(text.Action, text.NotAction, 'Action', true)
  const resource = kind === 'trust' ? () => true : included(text.Resource, text.NotResource, 'Resource', false)
  const condition: ConditionTest = compileConditions(text.Condition ?? {})
  const principal = kind === 'identity' ? () => true : principalTest(text.Principal ?? {})
  return {
    effect: text.Effect,
    action: (text.Action ?? text.NotAction?.map((not) => `not ${not}`) ?? []).join(),
    resource: (text.Resource ?? text.NotResource?.map((not) => `not ${not}`) ?? []).join(),
    condition: text.Condition,
    applies: (request) =>
      principal(request.principal) &&
      action(request.action) &&
      resource(request.resource) &&
      condition(request.context),
  }
}

function included(yes: string[] | undefined, no: string[] | undefined, name: string, ignoreCase: boolean) {
  if (Boolean(yes) === Boolean(no)) throw new UnsupportedPolicy(`a statement has one of ${name} and Not${name}`)
  for (const text of yes ?? no ?? []) {
    if (text.includes('${')) throw new UnsupportedPolicy(`policy variable in "${text}"`)
  }
  const matchers = (yes ?? no ?? []).map((glob) => globMatcher(glob, ignoreCase))
  return (value: string): boolean => matchers.some((matches) => matches(value)) === Boolean(yes)
}

function principalTest({ AWS = [], Service = [] }: { AWS?: string[] | undefined; Service?: string[] | undefined }) {
  // Each account principal is this one account: it stands for every role in it.
  const everyRole = AWS.some((one) => one === '*' || /^(arn:aws:iam::)?\d{12}(:root)?$/.test(one))
  return (principal: Principal): boolean =>
    'service' in principal
      ? Service.includes(principal.service) || AWS.includes('*')
      : everyRole || AWS.includes(principal.roleArn)
}
