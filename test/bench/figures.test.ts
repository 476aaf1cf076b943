import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heldAgainst, median, percentile, rounded } from './figures.ts'
import { processState, treeOf } from './process-tree.ts'

const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 50 })

test('as many values lie below the median as above it', () => {
  expect(median([5, 1, 9])).toBe(5)
  expect(median([4, 1, 3, 2])).toBe(3)
  expect(() => median([])).toThrow(RangeError)
})

test('a figure above its reach is told, one at it is not', () => {
  expect(heldAgainst('ratio', 1.51, 1.5)).toEqual({ missed: 'ratio is above 1.5' })
  expect(heldAgainst('ratio', 1.5, 1.5)).toEqual({})
})

test('a percentile is one of the values, with that share of them at or below it', () => {
  const many = Array.from({ length: 30 }, (_, n) => 30 - n)
  expect([50, 95, 100].map((share) => percentile(many, share))).toEqual([15, 29, 30])
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 100 }), (some, share) => {
      const found = percentile(some, share)
      expect(some).toContain(found)
      expect(some.filter((value) => value <= found).length).toBeGreaterThanOrEqual((some.length * share) / 100)
      expect(some.filter((value) => value < found).length).toBeLessThan((some.length * share) / 100)
    }),
  )
})

test('a table shows two decimals', () => expect(rounded(1.23456)).toBe(1.23))

const status = (pid: number, parent: number, name: string, kb: number): string =>
  `Name:\t${name}\nUmask:\t0022\nPid:\t${pid}\nPPid:\t${parent}\nVmRSS:\t  ${kb} kB\n`

test('the memory of a process is told with that of all that it started, and of nothing else', () => {
  const all = [
    ...[status(10, 1, 'node', 102_400), status(11, 10, 'java', 204_800), status(12, 11, 'sh', 0)],
    ...[status(20, 1, 'java', 999_424), 'Name:\tkthreadd\nPid:\t2\nPPid:\t0\n'],
  ].map(processState)
  expect(treeOf(10, all).map(({ name, residentMb }) => [name, residentMb])).toEqual([
    ['node', 100],
    ['java', 200],
    ['sh', 0],
  ])
})
