import { expect, test } from 'vitest'
import type { ServiceName } from '../packages/shared/src/contracts/define-event.ts'
import { sampleManifests } from './testing/sample-manifests.ts'
import { deployedContext, resourcesOf, sampleApp, templatesOf } from './testing/sample-stacks.ts'
import { writeRights } from './write-rights.ts'

const templates = templatesOf(sampleApp(sampleManifests, { context: deployedContext }))
const all = (type: string) => resourcesOf(templates, type)

interface Grant {
  /** `leads-api`, or `leads-clock` for the role of schedules. */
  readonly holder: string
  readonly actions: readonly string[]
  readonly resources: readonly unknown[]
  readonly condition: unknown
}

const functions = all('AWS::Lambda::Function')
const holderOf = (stack: string, role: string): string => {
  const own = functions.filter((one) => one.stack === stack && one.Role['Fn::GetAtt'][0] === role)
  expect(own.length, `functions with ${role}`).toBeLessThanOrEqual(1)
  return own[0]?.FunctionName.replace('tutelage-prod-', '') ?? `${stack}-clock`
}

const grants: readonly Grant[] = all('AWS::IAM::Policy').flatMap(({ stack, Roles, PolicyDocument }) =>
  PolicyDocument.Statement.map((statement: Record<string, unknown>) => ({
    holder: holderOf(stack, Roles[0].Ref),
    actions: [statement.Action].flat(),
    resources: [statement.Resource].flat(),
    condition: statement.Condition,
  })),
)
const grantsOf = (holder: string) => grants.filter((grant) => grant.holder === holder)
const actionsOf = (holder: string) =>
  grantsOf(holder)
    .flatMap(({ actions }) => actions)
    .sort()

/** Wildcards that a policy needs, each with its reason. There is none. */
const explained: readonly string[] = []

test('no permission has a wildcard, in its actions or its resources', () => {
  const wild = grants.filter((grant) => JSON.stringify([grant.actions, grant.resources]).includes('*'))
  expect(wild.map((grant) => `${grant.holder} ${grant.actions}`)).toEqual(explained)
})

test("every role is one function's or one clock's, and none has a policy of Amazon's", () => {
  const roles = all('AWS::IAM::Role')
  expect(roles).toHaveLength(functions.length + sampleManifests.length)
  for (const role of roles) expect(role.ManagedPolicyArns, role.id).toBeUndefined()
})

const log = ['logs:CreateLogStream', 'logs:PutLogEvents']
const useCase = ['BatchGetItem', 'GetItem', 'PutItem', 'Query'].map((action) => `dynamodb:${action}`)
const consume = ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage']
const send = ['SendMessage']
const sqs = (actions: readonly string[]) => actions.map((action) => `sqs:${action}`)
const stream = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => `dynamodb:${action}`)
const publish = ['dynamodb:PutItem', 'events:PutEvents']

const writesOf = (name: ServiceName, called: string) =>
  called === 'api' || called === 'events' || called === 'jobs' ? (writeRights[name][called] ?? []) : []

test.each([
  ['api', [...log, ...useCase]],
  ['events', [...log, ...useCase, ...sqs(consume), 'ses:SendEmail']],
  ['jobs', [...log, ...useCase, ...sqs(consume), ...sqs(send), 'ses:SendEmail']],
  ['relay', [...log, ...publish, ...stream, ...sqs(send)]],
  ['sweep', [...log, ...publish, 'dynamodb:BatchGetItem', 'dynamodb:Query', 'sqs:SendMessage']],
  ['clock', ['lambda:InvokeFunction', 'sqs:SendMessage']],
])('%s may do just what it does', (called, allowed) => {
  for (const { name } of sampleManifests) {
    const writes = writesOf(name, called).map((action) => `dynamodb:${action}`)
    expect(new Set(actionsOf(`${name}-${called}`)), name).toEqual(new Set([...allowed, ...writes]))
  }
})

test('nothing reaches another service: only buses come from outside the stack', () => {
  const outside = grants.filter(({ resources }) => JSON.stringify(resources).includes('Fn::ImportValue'))
  expect(new Set(outside.flatMap(({ actions }) => actions))).toEqual(new Set(['events:PutEvents']))
})

test('a function is told what it may use and nothing else', () => {
  for (const { FunctionName, Environment } of functions) {
    const called = FunctionName.split('-').at(-1)
    const extra: Record<string, string[]> = {
      events: ['MAIL_FROM'],
      jobs: ['JOBS_QUEUE_URL', 'MAIL_FROM'],
      relay: ['BUS_NAME'],
      sweep: ['BUS_NAME'],
    }
    const expected = [
      'POWERTOOLS_LOG_LEVEL',
      'POWERTOOLS_SERVICE_NAME',
      'PUBLIC_URL',
      'TABLE_NAME',
      ...(extra[called] ?? []),
    ]
    expect(Object.keys(Environment.Variables).sort(), FunctionName).toEqual(expected.sort())
  }
})

test('mail is sent from the one sender only', () => {
  const mailers = grants.filter(({ actions }) => actions.includes('ses:SendEmail'))
  expect(mailers.length).toBeGreaterThan(0)
  for (const { condition } of mailers) {
    expect(condition).toEqual({ StringEquals: { 'ses:FromAddress': 'no-reply@school.example' } })
  }
})

test('a queue takes events of its own rules only', () => {
  for (const { id, PolicyDocument } of all('AWS::SQS::QueuePolicy')) {
    for (const { Effect, Principal, Condition } of PolicyDocument.Statement) {
      if (Effect === 'Deny') continue
      expect(Principal, id).toEqual({ Service: 'events.amazonaws.com' })
      expect(Condition.ArnEquals['aws:SourceArn'], id).toBeDefined()
    }
  }
})

test("a partner's account may put events onto the partner bus under its own name only", () => {
  expect(all('AWS::Events::EventBusPolicy').map(({ Statement }) => Statement)).toMatchObject([
    {
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Condition: { StringEquals: { 'events:source': 'partner.web-forms' } },
    },
  ])
})

test('staff cannot give themselves a role or a campus', () => {
  const [client] = all('AWS::Cognito::UserPoolClient')
  expect(client?.WriteAttributes).toEqual(['locale', 'name'])
  expect(client?.ReadAttributes).toEqual(expect.arrayContaining(['custom:campuses', 'custom:role']))
})
