import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../operations/registry.ts'
import { reasonsAboveLeast } from './above-least.ts'
import { isLeast, leastUnits, unitsTaken } from './least.ts'
import type { Access, ItemWrite } from './metered-table.ts'
import { measureOperations, type OperationUnits, operationName } from './operation-units.ts'
import { unitsDocument, unitsDocumentPath } from './units-document.ts'

describe('of the operations that the registry knows', () => {
  let all: readonly OperationUnits[]
  beforeAll(async () => {
    all = await measureOperations()
  })

  test('each has figures, and takes some of its table', () => {
    expect(all.map(operationName)).toEqual(operations.map(operationName))
    const nothing = all.filter(({ taken }) => taken.read + taken.write === 0)
    // Files that are the same for everybody.
    expect(nothing.map(operationName)).toEqual([
      'enrollment route getImportWorkbook',
      'enrollment route getImportTemplate',
    ])
  })

  test('each takes the least that its items need, or has a reason', () => {
    const above = all.filter(({ taken, least }) => !isLeast(taken, least)).map(operationName)
    expect(above.filter((name) => !reasonsAboveLeast[name])).toEqual([])
    expect(Object.keys(reasonsAboveLeast).filter((name) => !above.includes(name))).toEqual([])
  })

  test('the committed table says what they take: npm run bench -- --only units', async () => {
    const committed = await readFile(join(import.meta.dirname, '..', '..', unitsDocumentPath), 'utf8')
    expect(committed.split('\n')).toEqual(unitsDocument(all).split('\n'))
  })
})

const read = (key: string, units = 1): Access => ({ kind: 'key', key, isEmpty: false, units })
const page = (query: string, found: readonly string[], units = 1): Access => ({
  kind: 'page',
  query,
  found,
  isEmpty: found.length === 0,
  units,
})
const item = (sk: string, version: number) => ({ pk: 'CH#a', sk, entity: 'thing', version })
const write = (key: string, commit: number, version: number): ItemWrite => ({
  ...{ kind: 'write', key, commit, inTransaction: true, units: { table: 2, lookup: 0, due: 0 } },
  before: version > 1 ? item(key, version - 1) : undefined,
  after: item(key, version),
})

test('an item that is read twice, or that a page has shown, is more than the least', () => {
  const asked = [read('a'), read('a'), page('all', ['b', 'c']), read('b'), page('all', ['b', 'c'])]
  expect(unitsTaken(asked)).toEqual({ read: 5, write: 0, index: 0, commits: 0 })
  expect(leastUnits(asked)).toEqual({ read: 2, write: 0, index: 0, commits: 0 })
})

test('what is written twice, or in two commits, is more than the least', () => {
  const twice = [write('a', 1, 1), write('b', 1, 1), write('a', 2, 2)]
  expect(unitsTaken(twice)).toEqual({ read: 0, write: 6, index: 0, commits: 2 })
  expect(leastUnits(twice)).toEqual({ read: 0, write: 4, index: 0, commits: 1 })
  expect(isLeast(unitsTaken(twice), leastUnits(twice))).toBe(false)
})

test('each once, in one commit, is the least', () => {
  const once = [read('a'), page('all', ['b']), write('a', 1, 2), write('c', 1, 1)]
  expect(unitsTaken(once)).toEqual(leastUnits(once))
})
