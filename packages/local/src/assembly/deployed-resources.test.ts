import { expect, test } from 'vitest'
import type { CloudAssembly, Template } from './cloud-assembly.ts'
import { deployedResources } from './deployed-resources.ts'
import { functionKind } from './lambda-kinds.ts'
import { queueKind } from './sqs-kinds.ts'
import { supportedKinds } from './supported-kinds.ts'

const dollar = '$'
type Resources = Readonly<
  Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown>; readonly Condition?: string }>
>
const template = (resources: Resources, rest: Partial<Template> = {}): Template => ({
  Resources: Object.fromEntries(
    Object.entries(resources).map(([id, { Properties = {}, ...one }]) => [id, { ...one, Properties }]),
  ),
  ...{ Parameters: {}, Conditions: {}, Mappings: {}, Outputs: {} },
  ...rest,
})
const assembly = (stacks: Readonly<Record<string, Template>>): CloudAssembly => ({
  stacks: Object.entries(stacks).map(([name, one]) => ({ name, template: one })),
  assetDirs: new Map(),
})
const deploy = (stacks: Readonly<Record<string, Template>>) => deployedResources(assembly(stacks), supportedKinds)
const queueNamed = (QueueName: unknown) => template({ Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName } } })
const nameOf = (value: unknown, rest: Partial<Template> = {}) =>
  deploy({ S: { ...queueNamed(value), ...rest } }).of(queueKind)[0]?.properties.QueueName

test.each([
  ['Ref to a pseudo parameter', { Ref: 'AWS::AccountId' }, '000000000000'],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-us-east-1'],
  ['Select and Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
  [
    'Sub with own variables',
    { 'Fn::Sub': [`${dollar}{Own}-${dollar}{AWS::Partition}-${dollar}{!Kept}`, { Own: 'x' }] },
    `x-aws-${dollar}{Kept}`,
  ],
  ['If', { 'Fn::If': ['IsLocal', 'yes', 'no'] }, 'yes'],
  ['FindInMap', { 'Fn::FindInMap': ['Sizes', 'small', 'name'] }, 's'],
])('%s', (_, value, expected) => {
  const rest = {
    Conditions: { IsLocal: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } },
    Mappings: { Sizes: { small: { name: 's' } } },
  }
  expect(nameOf(value, rest)).toBe(expected)
})

test('a property whose value is AWS::NoValue is not there', () => {
  expect(nameOf({ Ref: 'AWS::NoValue' })).toBeUndefined()
})

test('a value that another stack exports', () => {
  const exporting = {
    ...queueNamed('source'),
    Outputs: { O: { Value: { 'Fn::GetAtt': ['Q', 'Arn'] }, Export: { Name: 'A:Arn' } } },
  }
  const resources = deploy({ A: exporting, B: queueNamed({ 'Fn::ImportValue': 'A:Arn' }) })
  expect(resources.of(queueKind)[1]?.properties.QueueName).toBe('arn:aws:sqs:us-east-1:000000000000:source')
})

test('a resource whose condition does not hold is not made', () => {
  const one = template(
    { Q: { Type: 'AWS::SQS::Queue', Condition: 'Never' } },
    { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } },
  )
  expect(deploy({ S: one }).of(queueKind)).toEqual([])
})

test.each([
  ['an unknown type', { R: { Type: 'AWS::Kinesis::Stream' } }, 'R (AWS::Kinesis::Stream) in stack S'],
  [
    'an unknown property',
    { R: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } } },
    'R (AWS::SQS::Queue) in stack S',
  ],
  [
    'an unknown intrinsic',
    { R: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAZs': '' } } } },
    'Fn::GetAZs',
  ],
  [
    'an unknown attribute',
    {
      Q: { Type: 'AWS::SQS::Queue' },
      R: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['Q', 'Colour'] } } },
    },
    'attribute Colour of Q',
  ],
  [
    'a value that nobody exports',
    { R: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::ImportValue': 'nobody' } } } },
    'no stack exports "nobody"',
  ],
])('%s is refused by name', (_, resources, message) => {
  expect(() => deploy({ S: template(resources) })).toThrow(message)
})

test('all problems are told at once', () => {
  const both = template({ A: { Type: 'AWS::X::Y' }, B: { Type: 'AWS::Z::W' } })
  expect(() => deploy({ S: both })).toThrow(/A \(AWS::X::Y\)[\s\S]*B \(AWS::Z::W\)/)
})

test('a function in another language is refused', () => {
  const Properties = { Code: { S3Key: 'x.zip' }, Handler: 'index.handler', Runtime: 'python3.13', Role: 'r' }
  expect(() => deploy({ S: template({ F: { Type: functionKind.type, Properties } }) })).toThrow('only Node.js')
})
