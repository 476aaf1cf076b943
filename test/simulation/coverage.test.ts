import { expect, test } from 'vitest'
import { byChance, everything, outside } from './coverage.ts'

test('only what is in a manifest is excepted from happening in some run', () => {
  const names = new Set(everything())
  expect([...Object.keys(outside), ...byChance].filter((name) => !names.has(name))).toEqual([])
})
