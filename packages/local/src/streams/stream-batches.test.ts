import { expect, test } from 'vitest'
import type { BatchFailures } from '../functions/batch-response.ts'
import { type BatchRules, workOnBatch } from './stream-batches.ts'
import type { StreamRecord } from './stream-shards.ts'

const records = (...sequences: string[]): StreamRecord[] =>
  sequences.map((sequence) => ({
    sequence,
    createdMs: 0,
    content: { eventName: 'INSERT', dynamodb: { SequenceNumber: sequence } },
  }))
const rules: BatchRules = { retries: 2, bisect: false, maxAgeMs: undefined }

/** Works on 1…4 with a function that answers as told, call by call; then successes. */
async function work(answers: readonly BatchFailures[], changed: Partial<BatchRules> = {}, ageMs = 0) {
  const calls: string[] = []
  const checkpoints: string[] = []
  const given: string[] = []
  const left = [...answers]
  await workOnBatch(
    records('1', '2', '3', '4'),
    { ...rules, ...changed },
    {
      invoke: async (part) => {
        calls.push(part.map(({ sequence }) => sequence).join(''))
        return left.shift() ?? new Set()
      },
      checkpoint: ({ sequence }) => checkpoints.push(sequence),
      giveUp: (part, attempts, reason) =>
        given.push(`${part.map(({ sequence }) => sequence).join('')} ${attempts} ${reason}`),
      pause: async () => {},
      ageMsOf: () => ageMs,
    },
  )
  return { calls, checkpoints, given }
}

test('a batch that succeeds is done with', async () => {
  expect(await work([])).toEqual({ calls: ['1234'], checkpoints: ['4'], given: [] })
})

test('from the lowest reported failure on, the rest is tried again', async () => {
  const { calls, checkpoints } = await work([new Set(['3', '4'])])
  expect(calls).toEqual(['1234', '34'])
  expect(checkpoints).toEqual(['2', '4'])
})

test('an error tries the whole batch again', async () => {
  expect((await work(['all'])).calls).toEqual(['1234', '1234'])
})

test('with bisection an error tries the halves, in order', async () => {
  expect(await work(['all', 'all'], { bisect: true })).toEqual({
    calls: ['1234', '12', '1', '2', '34'],
    checkpoints: ['1', '2', '4'],
    given: [],
  })
})

test('when the tries are used up the batch is given up and the shard moves on', async () => {
  const { calls, checkpoints, given } = await work(['all', 'all', 'all', 'all'])
  expect(calls).toEqual(['1234', '1234', '1234'])
  expect(given).toEqual(['1234 3 RetryAttemptsExhausted'])
  expect(checkpoints).toEqual(['4'])
})

test('bisection gives up the poison record alone', async () => {
  const { given } = await work(['all', 'all', 'all'], { bisect: true })
  expect(given).toEqual(['1 3 RetryAttemptsExhausted'])
})

test('without a limit a batch is tried until it succeeds', async () => {
  expect(
    (
      await work(
        Array.from({ length: 20 }, () => 'all' as const),
        { retries: undefined },
      )
    ).calls,
  ).toHaveLength(21)
})

test('a record that is too old is given up untried', async () => {
  expect(await work([], { maxAgeMs: 1_000 }, 2_000)).toEqual({
    calls: [],
    checkpoints: ['4'],
    given: ['1234 0 RecordAgeExceeded'],
  })
})
