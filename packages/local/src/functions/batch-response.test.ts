import { expect, test } from 'vitest'
import { batchFailures } from './batch-response.ts'

const answer = (payload: unknown) => ({ status: 'succeeded', payload: JSON.stringify(payload) ?? 'null' }) as const
const error = { status: 'failed', error: { errorType: 'Error', errorMessage: 'x', trace: [] } } as const
const ids = ['a', 'b']

test.each([
  ['nothing', undefined],
  ['null', null],
  ['an empty answer', {}],
  ['an empty list', { batchItemFailures: [] }],
  ['a null list', { batchItemFailures: null }],
])('%s is complete success', (_, payload) => {
  expect(batchFailures(answer(payload), ids, true)).toEqual(new Set())
})

test.each([
  ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }],
  ['an identifier under another name', { batchItemFailures: [{ id: 'a' }] }],
  ['an identifier that is not of the batch', { batchItemFailures: [{ itemIdentifier: 'z' }] }],
  ['an answer that is no object', 'done'],
])('%s is complete failure', (_, payload) => {
  expect(batchFailures(answer(payload), ids, true)).toBe('all')
})

test('the named items fail, the others succeed', () => {
  expect(batchFailures(answer({ batchItemFailures: [{ itemIdentifier: 'b' }] }), ids, true)).toEqual(new Set(['b']))
})

test('an exception fails all, reporting or not', () => {
  expect(batchFailures(error, ids, true)).toBe('all')
  expect(batchFailures(error, ids, false)).toBe('all')
})

test('without ReportBatchItemFailures the answer is not read', () => {
  expect(batchFailures(answer({ batchItemFailures: [{ itemIdentifier: 'b' }] }), ids, false)).toEqual(new Set())
})
