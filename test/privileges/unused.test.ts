import { expect, test } from 'vitest'
import { lineOf, unusedPermissions } from './unused.ts'

const relay = 'arn:aws:iam::000000000000:role/tutelage-local-leads-OutboxRelayRole97A1E0CF'
const queue = 'arn:aws:sqs:us-east-1:000000000000:tutelage-local-leads-relay-dlq'
const asking = { holder: relay, action: 'sqs:GetQueueUrl', resource: queue, used: false }
const sending = { ...asking, action: 'sqs:SendMessage' }

test('a permission that nobody used and no reason explains is named', () => {
  const { unexplained, explained } = unusedPermissions({ permissions: [asking, sending] })
  expect(unexplained.map(lineOf)).toEqual([`${relay}  sqs:GetQueueUrl  ${queue}`])
  expect(explained).toMatchObject([{ one: sending, because: expect.stringContaining('gave up') }])
})

test('a permission that somebody used is not', () => {
  const permissions = [{ ...asking, used: true }]
  expect(unusedPermissions({ permissions })).toEqual({ unexplained: [], explained: [] })
})

test('what an earlier start of the cloud used is used', () => {
  const starts = [{ permissions: [{ ...asking, used: true }] }, { permissions: [asking] }]
  expect(unusedPermissions(...starts)).toEqual({ unexplained: [], explained: [] })
})

test('what is not told as the local cloud tells it is refused', () => {
  expect(() => unusedPermissions({ accesses: [] })).toThrow()
})
