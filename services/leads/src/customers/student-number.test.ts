import { createHash } from 'node:crypto'
import { makeIdSource } from '@tutelage/shared/kernel/ids.ts'
import { instant } from '@tutelage/shared/kernel/instant.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isStudentNumber, numberFor, studentNumber } from './student-number.ts'

const anyNumber = fc.integer({ min: 0, max: 2 ** 45 }).map(studentNumber)

test('L2: a student number has ten digits and does not begin with 0', () => {
  fc.assert(
    fc.property(anyNumber, (number) => {
      expect(number).toMatch(/^[1-9]\d{9}$/)
      expect(isStudentNumber(number)).toBe(true)
    }),
  )
})

test('L2: a slip of one digit is no student number', () => {
  const slip = fc.record({ number: anyNumber, at: fc.nat(9), by: fc.integer({ min: 1, max: 9 }) })
  fc.assert(
    fc.property(slip, ({ number, at, by }) => {
      const digits = [...number].map((digit, place) => (place === at ? String((Number(digit) + by) % 10) : digit))
      expect(isStudentNumber(digits.join(''))).toBe(false)
    }),
  )
})

test('L2: numbers are spread over the whole range by the random part of the id', () => {
  let count = 0
  const ids = makeIdSource({ now: () => instant('2026-03-02T01:00:00Z') }, (bytes) => {
    count += 1
    bytes.set(createHash('sha256').update(String(count)).digest().subarray(0, bytes.length))
  })
  const numbers = Array.from({ length: 1000 }, () => numberFor(ids.next('student')))
  expect(new Set(numbers).size).toBe(1000)
  expect(new Set(numbers.map((number) => number[0])).size).toBe(9)
})

test('L2: a number is made from a whole number', () => {
  expect(() => studentNumber(-1)).toThrow(RangeError)
  expect(() => studentNumber(1.5)).toThrow(RangeError)
})
