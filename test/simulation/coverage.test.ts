import { expect, test } from 'vitest'
import { services } from '../services.ts'
import { byChance, everything, outside, unwatched } from './coverage.ts'
import { toldChanges } from './told-changes.ts'

test('only what is in a manifest is excepted from happening in some run', () => {
  const names = new Set(everything())
  expect([...Object.keys(outside), ...byChance].filter((name) => !names.has(name))).toEqual([])
})

test('every event that a service publishes tells a change that is watched, or says why not', () => {
  const missing = services.flatMap(({ name, publishes }) => {
    const watched = new Set(toldChanges[name].flatMap(({ events }) => events))
    const untold = publishes.filter((contract) => !watched.has(contract.name) && !(contract.name in unwatched))
    return untold.map((contract) => `${name} ${contract.name}`)
  })
  expect(missing).toEqual([])
})
