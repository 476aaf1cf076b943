import * as z from 'zod'
import { whenAsked } from '../deferred.ts'

/** Every second digit from the right counts double (Luhn), so that one wrong digit or two neighbours swapped are noticed. */
function checkDigitOf(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return (10 - (sum % 10)) % 10
}

/**
 * A card number: eleven digits and their check digit.
 * @param serial 0 to 99,999,999,999
 * @throws RangeError for another number
 * Rule: Y1.
 */
export function cardNumber(serial: number): string {
  if (!Number.isSafeInteger(serial) || serial < 0 || serial > 99_999_999_999) throw new RangeError('no card serial')
  const digits = String(serial).padStart(11, '0')
  return `${digits}${checkDigitOf(digits)}`
}

/** Twelve digits, the last of them the check digit. */
export const cardNumberField = whenAsked(() =>
  z
    .string()
    .regex(/^\d{12}$/)
    .refine((text) => checkDigitOf(text.slice(0, 11)) === Number(text[11]), { error: 'the check digit is wrong' }),
)
