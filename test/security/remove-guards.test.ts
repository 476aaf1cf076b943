import { expect, test } from 'vitest'
import { guards } from './guards.ts'
import { apart, removeEach } from './remove-guards.ts'

test('no two guards of one file are gone at once', () => {
  const batches = apart(guards)
  expect(batches.flat()).toHaveLength(guards.length)
  const together = batches.flatMap((batch) =>
    batch.filter((one) => batch.some((other) => other !== one && other.file === one.file)),
  )
  expect(together).toEqual([])
})

test('each guard that is taken out of the code is missed by a row of the matrix', () => {
  expect(removeEach()).toEqual([])
}, 300_000)
