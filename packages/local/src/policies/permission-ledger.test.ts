import { expect, test } from 'vitest'
import { PermissionLedger } from './permission-ledger.ts'
import { parsePolicy } from './policy-document.ts'

const role = 'arn:aws:iam::000000000000:role/relay'
const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/Books'
const index = `${table}/index/byTitle`

function ledgerOf(...statements: readonly object[]): PermissionLedger {
  const ledger = new PermissionLedger()
  ledger.add(role, parsePolicy({ Version: '2012-10-17', Statement: statements }, 'identity'))
  return ledger
}
const ask = (action: string, resource: string) => ({
  ...{ action, resource, principal: { roleArn: role } },
  context: new Map<string, readonly string[]>(),
})
const unused = (ledger: PermissionLedger) =>
  ledger.permissions().flatMap(({ action, resource, used }) => (used ? [] : [`${action} ${resource}`]))

test('each action at each resource is a permission of its own, unused until a request needs it', () => {
  const actions = ['dynamodb:GetItem', 'dynamodb:Query']
  const ledger = ledgerOf({ Effect: 'Allow', Action: actions, Resource: [table, index] })
  ledger.use(role, ask('dynamodb:Query', index))
  ledger.use('arn:aws:iam::000000000000:role/other', ask('dynamodb:GetItem', table))
  expect(unused(ledger)).toEqual([`dynamodb:GetItem ${table}`, `dynamodb:GetItem ${index}`, `dynamodb:Query ${table}`])
})

test('a denial is no permission', () => {
  expect(ledgerOf({ Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' }).permissions()).toEqual([])
})

test('a permission under a condition is used only by who meets it', () => {
  const Condition = { StringEquals: { 'events:source': 'crm.leads' } }
  const ledger = ledgerOf({ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*', Condition })
  ledger.use(role, ask('events:PutEvents', 'arn:aws:events:us-east-1:000000000000:event-bus/crm'))
  expect(ledger.permissions()).toMatchObject([{ condition: Condition, used: false }])
})
