import { expect, test } from 'vitest'
import { untilQuiet } from './quiet.ts'

test('nothing at work is quiet', async () => {
  expect(await untilQuiet([() => []], 1_000)).toEqual([])
})

test('work that passes from hand to hand is waited for to its end', async () => {
  const looks = [['a'], [], ['b'], [], ['c'], []]
  expect(await untilQuiet([() => looks.shift() ?? []], 5_000)).toEqual([])
  expect(looks).toEqual([])
})

test('what does not end in time is named', async () => {
  expect(await untilQuiet([() => [], () => ['queue leads']], 30)).toEqual(['queue leads'])
})
