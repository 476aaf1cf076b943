import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cardNumber, cardNumberField } from './card-number.ts'

const numbers = fc.integer({ min: 0, max: 99_999_999_999 }).map(cardNumber)
const isRight = (text: string): boolean => cardNumberField().safeParse(text).success

test('Y1: a card number is twelve digits that its check digit confirms', () => {
  fc.assert(fc.property(numbers, (number) => isRight(number)))
  expect(cardNumber(7_992_739_871)).toBe('079927398713')
})

test('Y1: one wrong digit of a card number is noticed', () => {
  const wrong = fc.tuple(numbers, fc.nat(11), fc.integer({ min: 1, max: 9 }))
  fc.assert(
    fc.property(wrong, ([number, at, by]) => {
      const digits = [...number]
      digits[at] = String((Number(digits[at]) + by) % 10)
      return !isRight(digits.join(''))
    }),
  )
})

test('Y1: no number beyond eleven digits is made', () => {
  expect(() => cardNumber(100_000_000_000)).toThrow(RangeError)
})
