import { expect, test } from 'vitest'
import { guards } from './guards.ts'
import { removeEach } from './remove-guards.ts'

test('each guard that is taken out of the code is missed by a row of the matrix', () => {
  expect(guards.length).toBeGreaterThan(20)
  expect(removeEach()).toEqual([])
}, 300_000)
