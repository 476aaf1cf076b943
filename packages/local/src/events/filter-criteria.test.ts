import { expect, test } from 'vitest'
import { queueFilter, streamFilter } from './filter-criteria.ts'
import { UnsupportedPattern } from './unsupported-pattern.ts'

const filters = (...patterns: unknown[]) => ({ Filters: patterns.map((one) => ({ Pattern: JSON.stringify(one) })) })

/** The record of the developer guide's chapter on filtering a DynamoDB event source. */
const record = {
  eventID: '1',
  eventName: 'INSERT',
  dynamodb: {
    Keys: { CustomerName: { S: 'AnyCompany Industries' } },
    NewImage: {
      AccountManager: { S: 'Pat Candella' },
      PaymentTerms: { S: '60 days' },
      Age: { N: '100' },
    },
    SequenceNumber: '111',
  },
}

test('a stream is filtered by its keys and images, as documented', () => {
  expect(
    streamFilter(filters({ dynamodb: { Keys: { CustomerName: { S: ['AnyCompany Industries'] } } } }))(record),
  ).toBe(true)
  const managers = { dynamodb: { NewImage: { AccountManager: { S: ['Pat Candella', 'Shirley Rodriguez'] } } } }
  expect(streamFilter(filters(managers))(record)).toBe(true)
  expect(streamFilter(filters({ eventName: ['MODIFY'] }))(record)).toBe(false)
})

test('filters are joined by or, and none lets everything pass', () => {
  expect(streamFilter(filters({ eventName: ['REMOVE'] }, { eventName: ['INSERT'] }))(record)).toBe(true)
  expect(streamFilter(undefined)(record)).toBe(true)
})

test('a number of an item is a text: numeric never fits it', () => {
  expect(streamFilter(filters({ dynamodb: { NewImage: { Age: { N: [{ numeric: ['=', 100] }] } } } }))(record)).toBe(
    false,
  )
  expect(streamFilter(filters({ dynamodb: { NewImage: { Age: { N: ['100'] } } } }))(record)).toBe(true)
})

test('exists works on leaves only, so on the typed value and not on the attribute', () => {
  expect(streamFilter(filters({ dynamodb: { NewImage: { Age: [{ exists: true }] } } }))(record)).toBe(false)
  expect(streamFilter(filters({ dynamodb: { NewImage: { Age: { N: [{ exists: true }] } } } }))(record)).toBe(true)
})

test('a queue whose filter has JSON for a body drops bodies that are none', () => {
  const passes = queueFilter(filters({ body: { RecordNumber: [{ numeric: ['>', 100] }] } }))
  expect(passes({ body: '{"RecordNumber": 101}' })).toBe(true)
  expect(passes({ body: '{"RecordNumber": 99}' })).toBe(false)
  expect(passes({ body: 'RecordNumber: 101' })).toBe(false)
})

test('a queue whose filter has a text for a body compares the text', () => {
  const passes = queueFilter(filters({ body: ['go'] }))
  expect(passes({ body: 'go' })).toBe(true)
  expect(passes({ body: '{"body":"go"}' })).toBe(false)
})

test('a filter on what the source does not have is refused', () => {
  expect(() => queueFilter(filters({ detail: { a: [1] } }))).toThrow(UnsupportedPattern)
  expect(() => streamFilter(filters({ body: ['x'] }))).toThrow(UnsupportedPattern)
})
