import { expect, test } from 'vitest'
import { findGuards, forbiddenCodes } from './find-guards.ts'
import { guards } from './guards.ts'
import { apart, removeEach } from './remove-guards.ts'

test('each line of the code that refuses because of who asks is in the list of guards', () => {
  const found = findGuards()
  const unlisted = found.filter(({ isListed }) => !isListed).map(({ file, line, text }) => `${file}:${line} ${text}`)
  expect(unlisted).toEqual([])
  const neverRefused = forbiddenCodes.filter((code) => !found.some(({ text }) => text.includes(`'${code}'`)))
  expect(neverRefused, 'codes of contracts that the code refuses in other words').toEqual([])
})

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
