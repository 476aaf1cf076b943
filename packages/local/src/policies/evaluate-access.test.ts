import { describe, expect, test } from 'vitest'
import { type AccessDecision, evaluateAccess } from './evaluate-access.ts'
import { UnsupportedPolicy } from './policy-condition.ts'
import { type AccessRequest, parsePolicy } from './policy-document.ts'

const role = { roleArn: 'arn:aws:iam::000000000000:role/relay' }
const books = 'arn:aws:dynamodb:us-east-1:000000000000:table/Books'

function ask(
  statements: unknown,
  request: Partial<AccessRequest> & { context?: ReadonlyMap<string, readonly string[]> },
): AccessDecision {
  const identity = parsePolicy({ Version: '2012-10-17', Statement: statements }, 'identity')
  const full = { action: 'dynamodb:GetItem', resource: books, principal: role, context: new Map(), ...request }
  return evaluateAccess(full, { identity, resource: [] })
}
const allow = (more: object) => ({ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*', ...more })
const context = (key: string, ...values: string[]) => new Map([[key, values]])

describe('actions and resources', () => {
  test('what no statement allows is refused', () => {
    expect(ask([allow({ Action: 'dynamodb:PutItem' })], {})).toBe('notAllowed')
  })

  test('actions are compared without case and with wildcards', () => {
    expect(ask([allow({ Action: ['DynamoDB:get*'] })], {})).toBe('allowed')
    expect(ask([allow({ Action: 'dynamodb:?etItem' })], {})).toBe('allowed')
  })

  test('resources are compared with case, and an index is a resource of its own', () => {
    expect(ask([allow({ Resource: books })], {})).toBe('allowed')
    expect(ask([allow({ Resource: books })], { resource: `${books}/index/byTitle` })).toBe('notAllowed')
    expect(ask([allow({ Resource: [books, `${books}/index/*`] })], { resource: `${books}/index/byTitle` })).toBe(
      'allowed',
    )
    expect(ask([allow({ Resource: books.toLowerCase() })], {})).toBe('notAllowed')
  })

  test('a deny wins over any allow', () => {
    const deny = { Effect: 'Deny', Action: 'dynamodb:GetItem', Resource: books }
    expect(ask([allow({}), deny], {})).toBe('explicitlyDenied')
  })

  test('NotAction and NotResource mean everything else', () => {
    const notAction = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }
    expect(ask([notAction], {})).toBe('allowed')
    expect(ask([notAction], { action: 'iam:CreateUser' })).toBe('notAllowed')
    const notResource = { Effect: 'Deny', Action: '*', NotResource: `${books}*` }
    expect(ask([allow({}), notResource], {})).toBe('allowed')
    expect(ask([allow({}), notResource], { resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/Else' })).toBe(
      'explicitlyDenied',
    )
  })
})

describe('conditions', () => {
  /** The developer guide's policy that restricts items by partition key. */
  const leadingKeys = allow({
    Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['AmazonUser', 'Guest'] } },
  })

  test('every partition key of a request must be one of the leading keys', () => {
    expect(ask([leadingKeys], { context: context('dynamodb:leadingkeys', 'AmazonUser') })).toBe('allowed')
    expect(ask([leadingKeys], { context: context('dynamodb:leadingkeys', 'AmazonUser', 'Other') })).toBe('notAllowed')
  })

  test('ForAllValues holds for no value at all, ForAnyValue does not', () => {
    expect(ask([leadingKeys], {})).toBe('allowed')
    const any = allow({ Condition: { 'ForAnyValue:StringLike': { 'ses:Recipients': '*@example.com' } } })
    expect(ask([any], {})).toBe('notAllowed')
    expect(ask([any], { context: context('ses:recipients', 'a@else.com', 'b@example.com') })).toBe('allowed')
  })

  /** The user guide's policy for a bus that takes events of one source only. */
  test('PutEvents of a source', () => {
    const policy = {
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: '*',
      Condition: { StringEquals: { 'events:source': ['com.example.a', 'com.example.b'] } },
    }
    const put = { action: 'events:PutEvents' }
    expect(ask([policy], { ...put, context: context('events:source', 'com.example.b') })).toBe('allowed')
    expect(ask([policy], { ...put, context: context('events:source', 'com.example.c') })).toBe('notAllowed')
    expect(ask([policy], put)).toBe('notAllowed')
  })

  test('a negated operator holds when no value fits and when the key is missing', () => {
    const policy = allow({ Condition: { StringNotEquals: { 'events:source': ['a', 'b'] } } })
    expect(ask([policy], { context: context('events:source', 'c') })).toBe('allowed')
    expect(ask([policy], { context: context('events:source', 'a') })).toBe('notAllowed')
    expect(ask([policy], {})).toBe('allowed')
  })

  test('IfExists lets a missing key pass, Null asks for it', () => {
    const ifExists = allow({ Condition: { StringEqualsIfExists: { 'events:source': 'a' } } })
    expect(ask([ifExists], {})).toBe('allowed')
    const isNull = allow({ Condition: { Null: { 'events:source': 'true' } } })
    expect(ask([isNull], {})).toBe('allowed')
    expect(ask([isNull], { context: context('events:source', 'a') })).toBe('notAllowed')
  })

  test('the star of an ArnLike does not reach over a colon', () => {
    const policy = allow({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:000000000000:rule/*' } } })
    const from = (arn: string) => ask([policy], { context: context('aws:sourcearn', arn) })
    expect(from('arn:aws:events:us-east-1:000000000000:rule/bus/paid')).toBe('allowed')
    expect(from('arn:aws:events:us-east-1:111111111111:rule/bus/paid')).toBe('notAllowed')
  })

  test('several conditions must all hold', () => {
    const policy = allow({ Condition: { StringEquals: { 'events:source': 'a', 'events:detail-type': 'B' } } })
    expect(ask([policy], { context: context('events:source', 'a') })).toBe('notAllowed')
  })
})

describe('policies of resources', () => {
  const queue = 'arn:aws:sqs:us-east-1:000000000000:leads'
  const rule = 'arn:aws:events:us-east-1:000000000000:rule/bus/paid'
  /** The user guide's queue policy for a rule's target. */
  const policy = parsePolicy(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queue,
          Condition: { ArnEquals: { 'aws:SourceArn': rule } },
        },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: queue,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
    'resource',
  )
  const send = (principal: AccessRequest['principal'], source: string, secure = 'true') =>
    evaluateAccess(
      {
        ...{ action: 'sqs:SendMessage', resource: queue, principal },
        context: new Map([
          ['aws:sourcearn', [source]],
          ['aws:securetransport', [secure]],
        ]),
      },
      { identity: [], resource: policy },
    )

  test('the rule that is named may send, another may not', () => {
    expect(send({ service: 'events.amazonaws.com' }, rule)).toBe('allowed')
    expect(send({ service: 'events.amazonaws.com' }, `${rule}-other`)).toBe('notAllowed')
    expect(send({ service: 'scheduler.amazonaws.com' }, rule)).toBe('notAllowed')
    expect(send(role, rule)).toBe('notAllowed')
  })

  test('a deny for everybody reaches services too', () => {
    expect(send({ service: 'events.amazonaws.com' }, rule, 'false')).toBe('explicitlyDenied')
  })

  test('the account as a principal means every role in it', () => {
    const statements = [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' }, Action: 'sqs:*', Resource: '*' },
    ]
    const resource = parsePolicy({ Statement: statements }, 'resource')
    const request = { action: 'sqs:SendMessage', resource: queue, context: new Map() }
    expect(evaluateAccess({ ...request, principal: role }, { identity: [], resource })).toBe('allowed')
    expect(
      evaluateAccess({ ...request, principal: { service: 'events.amazonaws.com' } }, { identity: [], resource }),
    ).toBe('notAllowed')
  })
})

describe('what is not emulated is refused', () => {
  test.each([
    ['an operator', allow({ Condition: { IpAddress: { 'aws:SourceArn': '10.0.0.0/8' } } })],
    ['a key', allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })],
    ['a policy variable', allow({ Resource: 'arn:aws:s3:::$' + '{aws:username}' })],
    ['a statement without actions', { Effect: 'Allow', Resource: '*' }],
    ['an unknown part', allow({ Effects: 'Allow' })],
    ["a principal in an identity's policy", allow({ Principal: '*' })],
  ])('%s', (_, statement) => {
    expect(() => parsePolicy({ Statement: [statement] }, 'identity')).toThrow(UnsupportedPolicy)
  })
})
